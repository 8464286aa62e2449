package dev.assay.gateway.demo;

import dev.assay.gateway.demo.Crowd.Reaction;
import dev.assay.gateway.demo.Dataset.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Plays rows of the stream for an arm, a few at a time, and collects what people say. */
final class Traffic implements AutoCloseable {
  private static final int AT_ONCE = 2;
  private static final int FEEDBACK_AT_ONCE = 12;

  private final Apps apps;
  private final Crowd crowd;
  private final List<Row> stream;
  private final Progress progress;
  private final ExecutorService chats = Executors.newFixedThreadPool(AT_ONCE);
  private final ExecutorService notes = Executors.newFixedThreadPool(FEEDBACK_AT_ONCE);

  Traffic(Apps apps, Crowd crowd, List<Row> stream, Progress progress) {
    this.apps = apps;
    this.crowd = crowd;
    this.stream = stream;
    this.progress = progress;
  }

  /** Plays these positions; the reactions are in the stream's order. */
  List<Reaction> play(Arm arm, int from, int to) {
    List<Future<Reaction>> asked = new ArrayList<>();
    for (int i = from; i < to; i++) {
      int position = i;
      asked.add(chats.submit(() -> playOne(arm, position)));
    }
    return await(asked);
  }

  private Reaction playOne(Arm arm, int position) {
    Row row = stream.get(position);
    Apps.Answer answer = apps.chat(arm.key(), crowd.user(position), row.text());
    arm.record(position, row, answer);
    progress.step();
    return crowd.react(position, row, answer);
  }

  /** Sends what people said. */
  void say(Arm arm, List<Reaction> reactions) {
    List<Future<@Nullable Void>> sent = new ArrayList<>();
    for (Reaction reaction : reactions) {
      sent.add(
          notes.submit(() -> {
            apps.feedback(arm.key(), reaction);
            return null;
          }));
    }
    await(sent);
  }

  private static <T extends @Nullable Object> List<T> await(List<Future<T>> futures) {
    List<T> done = new ArrayList<>();
    try {
      for (Future<T> future : futures) {
        done.add(future.get());
      }
      return done;
    } catch (ExecutionException failed) {
      Throwable cause = Objects.requireNonNull(failed.getCause());
      throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    chats.shutdownNow();
    notes.shutdownNow();
  }
}
