package dev.assay.gateway.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that start at a fixed rate, whatever became of those before them. A request's latency
 * counts from when it was meant to start.
 */
final class OpenLoop implements Load {
  private static final int CONNECTIONS = 64;
  private static final long PATIENCE_MILLIS = 30_000;

  private final int perSecond;

  OpenLoop(int perSecond) {
    this.perSecond = perSecond;
  }

  @Override
  public Findings run(Subject subject, Supplier<byte[]> prompts, long nanos, Gauge gauge)
      throws IOException, InterruptedException {
    Lines lines = new Lines(subject);
    try {
      gauge.begin();
      Findings all = new Findings();
      Arrivals arrivals = new Arrivals(System.nanoTime() + 1_000_000, perSecond);
      long count = arrivals.within(nanos);
      for (long i = 0; i < count; i++) {
        byte[] body = prompts.get();
        arrivals.await(i);
        long intended = arrivals.intendedNanos(i);
        boolean free = lines.anyFree();
        Line line = lines.take();
        if (free) {
          all.late().add(System.nanoTime() - intended);
        }
        line.send(body, intended);
      }
      lines.awaitAll();
      gauge.end();
      lines.end(all);
      return all;
    } finally {
      lines.close();
    }
  }

  /** The connections, those that are free in the order in which they were last used. */
  private static final class Lines {
    private final List<Line> all = new ArrayList<>();
    private final ConcurrentLinkedDeque<Line> free = new ConcurrentLinkedDeque<>();
    private final Semaphore permits = new Semaphore(CONNECTIONS);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Lines(Subject subject) throws IOException {
      for (int i = 0; i < CONNECTIONS; i++) {
        Line line = new Line(subject, this);
        all.add(line);
        free.addLast(line);
        line.thread.start();
      }
    }

    boolean anyFree() {
      return permits.availablePermits() > 0;
    }

    Line take() throws IOException, InterruptedException {
      permit(1);
      // The one used last is the warmest, and few lines are enough for most rates.
      Line line = free.pollFirst();
      if (line == null) {
        throw new IllegalStateException("a permit stands for a free line");
      }
      return line;
    }

    void giveBack(Line line) {
      free.addFirst(line);
      permits.release();
    }

    void failed(Exception broken) {
      failure.compareAndSet(null, broken);
      permits.release(CONNECTIONS);
    }

    void awaitAll() throws IOException, InterruptedException {
      permit(CONNECTIONS);
    }

    private void permit(int count) throws IOException, InterruptedException {
      boolean there = permits.tryAcquire(count, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      Exception broken = failure.get();
      if (broken != null) {
        throw new IOException("a connection failed: " + broken.getMessage(), broken);
      }
      if (!there) {
        throw new IOException("no answer came within " + PATIENCE_MILLIS / 1000 + " seconds");
      }
    }

    /** After the last answer: what each line found. */
    void end(Findings into) throws IOException, InterruptedException {
      close();
      for (Line line : all) {
        line.thread.join();
        into.addAll(line.found);
      }
    }

    void close() throws IOException {
      for (Line line : all) {
        line.ending = true;
        line.connection.close();
      }
    }
  }

  /** One connection, whose own thread waits for its answers. */
  private static final class Line implements Runnable {
    private final Lines lines;
    private final LoadConnection connection;
    private final Findings found = new Findings();
    private final Thread thread = Thread.ofPlatform().daemon().name("line").unstarted(this);
    private volatile long intendedNanos;
    private volatile boolean ending;

    Line(Subject subject, Lines lines) throws IOException {
      this.lines = lines;
      this.connection = new LoadConnection(subject, AnswerParser.Body.IGNORED);
    }

    void send(byte[] body, long intended) throws IOException {
      intendedNanos = intended;
      connection.send(body);
    }

    @Override
    public void run() {
      try {
        while (!ending) {
          int status = connection.answer();
          found.answered(status, System.nanoTime() - intendedNanos);
          lines.giveBack(this);
        }
      } catch (IOException | RuntimeException broken) {
        if (!ending) {
          lines.failed(broken);
        }
      }
    }
  }
}
