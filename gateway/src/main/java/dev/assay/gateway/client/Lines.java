package dev.assay.gateway.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines of a body that goes on for ever, and an end to waiting for the next one. */
final class Lines {
  private static final int MAX_AHEAD = 256;

  /** What was read: a line, or the end, which has none. */
  private record Read(Optional<String> line, boolean broken) {}

  /** What is done with a line. */
  @FunctionalInterface
  interface Reader {
    void read(String line) throws IOException;
  }

  private final InputStream body;
  private final Duration silence;
  private final BlockingQueue<Read> ahead = new ArrayBlockingQueue<>(MAX_AHEAD);

  Lines(InputStream body, Duration silence) {
    this.body = body;
    this.silence = silence;
  }

  /** Until the body ends; fails when it breaks off, or stays silent for too long. */
  void each(Reader reader) throws IOException, InterruptedException {
    Thread reading = Thread.ofVirtual().start(this::readAhead);
    try (body) {
      while (true) {
        Read next = ahead.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null || next.broken()) {
          throw new IOException(next == null ? "nothing came" : "it broke off");
        }
        if (next.line().isEmpty()) {
          return;
        }
        if (!next.line().get().isEmpty()) {
          reader.read(next.line().get());
        }
      }
    } finally {
      reading.interrupt();
    }
  }

  private void readAhead() {
    try {
      ahead.put(readAll());
    } catch (InterruptedException nobodyReads) {
      Thread.currentThread().interrupt();
    }
  }

  private Read readAll() throws InterruptedException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ahead.put(new Read(Optional.of(line), false));
      }
      return new Read(Optional.empty(), false);
    } catch (IOException broken) {
      return new Read(Optional.empty(), true);
    }
  }
}
