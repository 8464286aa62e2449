package dev.assay.gateway.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A line of what happens, and a bar of how far it is. Goes to the error stream. */
final class Progress {
  private static final int WIDTH = 32;
  private static final int REDRAWS = 400;

  private final PrintStream out;
  private final boolean bar;
  private final int total;
  private final long startedNanos = System.nanoTime();
  private final AtomicInteger done = new AtomicInteger();

  Progress(PrintStream out, boolean bar, int total) {
    this.out = out;
    this.bar = bar;
    this.total = total;
  }

  void step() {
    int now = done.incrementAndGet();
    if (bar && now % Math.max(1, total / REDRAWS) == 0) {
      draw(now);
    }
  }

  /** A line above the bar. */
  synchronized void say(String line) {
    if (bar) {
      out.print("\r\033[K");
    }
    out.printf(Locale.ROOT, "%5.1f s  %s%n", seconds(), line);
    if (bar) {
      draw(done.get());
    }
  }

  double seconds() {
    return (System.nanoTime() - startedNanos) / 1e9;
  }

  private synchronized void draw(int now) {
    int filled = Math.min(WIDTH, now * WIDTH / Math.max(1, total));
    out.printf(
        Locale.ROOT,
        "\r[%s%s] %,d of %,d requests",
        "#".repeat(filled),
        ".".repeat(WIDTH - filled),
        now,
        total);
    out.flush();
  }

  synchronized void end() {
    if (bar) {
      out.print("\r\033[K");
    }
  }
}
