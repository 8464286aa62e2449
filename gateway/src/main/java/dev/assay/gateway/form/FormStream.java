package dev.assay.gateway.form;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A form that is looked at while it streams by: nothing of a part goes on before its check has
 * agreed, and the end never comes where it did not. Used from one event loop.
 */
public final class FormStream implements ReadStream<Buffer> {
  /** Most that waits for a model's name before its form goes on without a length. */
  static final int MAX_WAITING_BYTES = 256 * 1024;

  private final ReadStream<Buffer> source;
  private final FormReader reader;
  private final FormCheck check;
  private final Promise<OptionalLong> length = Promise.promise();
  private final OptionalLong announced;
  private final Handler<Throwable> broken;
  private final Runnable whole;

  /** Pieces that were agreed on before anybody listened. */
  private final Deque<Buffer> ready = new ArrayDeque<>();

  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> ending;
  private @Nullable Handler<Throwable> failing;
  private long grown;
  private int waiting;
  private boolean paused;
  private boolean waits;
  private boolean sourceRests = true;
  private boolean sourceEnded;
  private boolean over;

  /**
   * Of a body that nobody reads yet.
   *
   * @param announced the length its client said it has
   * @param broken told, before anybody else, that the form is refused or broke off
   * @param whole told, before anybody else, that all of it was agreed on
   */
  public FormStream(
      ReadStream<Buffer> source,
      Boundary boundary,
      FormCheck check,
      OptionalLong announced,
      Handler<Throwable> broken,
      Runnable whole) {
    this.source = source;
    this.reader = new FormReader(boundary);
    this.check = check;
    this.announced = announced;
    this.broken = broken;
    this.whole = whole;
  }

  /**
   * Begins to read, as far as needed to tell how long it will be.
   *
   * @return empty where only its end will tell; fails where it is refused already
   */
  public Future<OptionalLong> length() {
    source.exceptionHandler(this::fail);
    source.endHandler(end -> {
      sourceEnded = true;
      advance();
    });
    source.handler(piece -> {
      if (sourceRests) {
        // Somebody else reads the rest away: nobody wants it any more.
        over = true;
        return;
      }
      reader.add(piece.getBytes());
      advance();
    });
    if (announced.isEmpty() || !check.renames()) {
      length.complete(announced);
    } else {
      flow();
    }
    return length.future();
  }

  private void advance() {
    while (!over && !waits && (handler == null || !paused)) {
      if (!ready.isEmpty() && handler != null) {
        handler.handle(ready.poll());
        continue;
      }
      if (handler == null && length.future().isComplete()) {
        rest();
        return;
      }
      try {
        Optional<FormPiece> next = reader.next();
        if (next.isEmpty()) {
          awaitMore();
          return;
        }
        pass(next.get());
      } catch (MalformedForm malformed) {
        fail(malformed);
      } catch (RuntimeException | StackOverflowError unread) {
        // What could not be looked at does not pass, and its client hears of it.
        fail(unread);
      }
    }
  }

  private void awaitMore() throws MalformedForm {
    if (!sourceEnded) {
      flow();
      return;
    }
    reader.end();
    tellLength(); // whoever waits for it may read on at once
    if (handler != null && !over) {
      over = true;
      whole.run();
      if (ending != null) {
        ending.handle(null);
      }
    }
  }

  private void flow() {
    if (sourceRests) {
      sourceRests = false;
      source.resume();
    }
  }

  private void rest() {
    sourceRests = true;
    source.pause();
  }

  private void pass(FormPiece piece) {
    switch (piece) {
      case FormPiece.Passing(byte[] bytes) -> give(Buffer.buffer(bytes));
      case FormPiece.FileHead file ->
          await(
              check.file(file),
              agreed -> {
                give(Buffer.buffer(file.bytes()));
                // What may still be renamed comes after bytes that can't be held.
                length.tryComplete(OptionalLong.empty());
              });
      case FormPiece.Text text -> await(check.text(text), value -> agreed(text, value));
    }
  }

  private <T> void await(Future<T> check, Handler<T> agreed) {
    waits = true;
    rest();
    check.onComplete(seen -> {
      waits = false;
      if (over) {
        return;
      }
      if (seen.failed()) {
        fail(seen.cause());
        return;
      }
      agreed.handle(seen.result());
      advance();
    });
  }

  private void agreed(FormPiece.Text text, String value) {
    byte[] sent = text.with(value);
    int more = sent.length - text.with(text.value()).length;
    if (more != 0 && length.future().succeeded() && length.future().result().isPresent()) {
      fail(new MalformedForm("'" + text.name() + "' can't be renamed here."));
      return;
    }
    grown += more;
    give(Buffer.buffer(sent));
    if (!check.renames()) {
      tellLength();
    }
  }

  private void tellLength() {
    length.tryComplete(
        announced.isPresent()
            ? OptionalLong.of(announced.getAsLong() + grown)
            : OptionalLong.empty());
  }

  private void give(Buffer bytes) {
    if (handler == null || paused || !ready.isEmpty()) {
      ready.add(bytes);
      waiting += handler == null ? bytes.length() : 0;
      if (waiting >= MAX_WAITING_BYTES) {
        length.tryComplete(OptionalLong.empty());
      }
    } else {
      handler.handle(bytes);
    }
  }

  private void fail(Throwable cause) {
    if (over) {
      return;
    }
    over = true;
    rest();
    broken.handle(cause);
    length.tryFail(cause);
    if (failing != null) {
      failing.handle(cause);
    }
  }

  @Override
  public FormStream handler(@Nullable Handler<Buffer> it) {
    handler = it;
    return this;
  }

  @Override
  public FormStream exceptionHandler(@Nullable Handler<Throwable> it) {
    failing = it;
    return this;
  }

  @Override
  public FormStream endHandler(@Nullable Handler<Void> it) {
    ending = it;
    return this;
  }

  @Override
  public FormStream pause() {
    paused = true;
    rest();
    return this;
  }

  @Override
  public FormStream resume() {
    paused = false;
    advance();
    return this;
  }

  @Override
  public FormStream fetch(long amount) {
    return resume();
  }
}
