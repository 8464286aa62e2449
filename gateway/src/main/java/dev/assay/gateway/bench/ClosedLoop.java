package dev.assay.gateway.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Clients that each send their next request when the last one is answered: alone, for what a
 * request takes on an idle gateway; several, for what it costs on a busy one.
 */
final class ClosedLoop implements Load {
  private static final long PATIENCE_MILLIS = 30_000;

  private final int clients;

  ClosedLoop(int clients) {
    this.clients = clients;
  }

  @Override
  public Findings run(Subject subject, Supplier<byte[]> prompts, long nanos, Gauge gauge)
      throws IOException, InterruptedException {
    List<Client> running = new ArrayList<>();
    try {
      for (int i = 0; i < clients; i++) {
        running.add(new Client(subject, prompts, nanos));
      }
      gauge.begin();
      for (Client client : running) {
        client.thread.start();
      }
      long due = System.nanoTime() + nanos + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      for (Client client : running) {
        client.thread.join(Math.max(1, (due - System.nanoTime()) / 1_000_000));
      }
      gauge.end();
    } finally {
      for (Client client : running) {
        client.end();
      }
    }
    Findings all = new Findings();
    for (Client client : running) {
      all.addAll(client.found());
    }
    return all;
  }

  private static final class Client implements Runnable {
    private final Supplier<byte[]> prompts;
    private final long forNanos;
    private final Findings found = new Findings();
    private final StreamTimes times = new StreamTimes(found);
    private final LoadConnection connection;
    private final Thread thread = Thread.ofPlatform().daemon().name("load").unstarted(this);
    private @Nullable Exception failure;

    Client(Subject subject, Supplier<byte[]> prompts, long forNanos) throws IOException {
      this.prompts = prompts;
      this.forNanos = forNanos;
      this.connection = new LoadConnection(subject, times);
    }

    @Override
    public void run() {
      long end = System.nanoTime() + forNanos;
      try {
        while (System.nanoTime() < end) {
          byte[] body = prompts.get();
          long from = System.nanoTime();
          times.begin(from);
          connection.send(body);
          int status = connection.answer();
          found.answered(status, System.nanoTime() - from);
        }
      } catch (IOException | RuntimeException broken) {
        failure = broken;
      }
    }

    /** Read after the thread has ended. */
    Findings found() throws IOException {
      if (failure != null) {
        throw new IOException("a client failed: " + failure.getMessage(), failure);
      }
      return found;
    }

    void end() throws IOException, InterruptedException {
      connection.close();
      thread.join(PATIENCE_MILLIS);
    }
  }
}
