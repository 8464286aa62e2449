package dev.assay.gateway.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * A line of what happens, and how far it is: a bar, or where there is no terminal a line whenever
 * nothing was said for a while. Goes to the error stream.
 */
final class Progress {
  private static final int WIDTH = 32;
  private static final int REDRAWS = 400;
  private static final double LONGEST_SILENCE_SECONDS = 10;

  private final PrintStream out;
  private final boolean bar;
  private final int total;
  private final LongSupplier nanoTime;
  private final long startedNanos;
  private final AtomicInteger done = new AtomicInteger();
  private double lastSaidSeconds;

  Progress(PrintStream out, boolean bar, int total) {
    this(out, bar, total, System::nanoTime);
  }

  Progress(PrintStream out, boolean bar, int total, LongSupplier nanoTime) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.startedNanos = nanoTime.getAsLong();
    this.bar = bar;
    this.total = total;
  }

  void step() {
    int now = done.incrementAndGet();
    if (bar && now % Math.max(1, total / REDRAWS) == 0) {
      draw(now);
    }
  }

  /** Breaks long silences until it is closed, whatever it is that takes long. */
  ScheduledExecutorService ticking() {
    ScheduledExecutorService ticks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("demo-progress").factory());
    var _ = ticks.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    return ticks;
  }

  synchronized void tick() {
    if (!bar && seconds() - lastSaidSeconds >= LONGEST_SILENCE_SECONDS) {
      say("at it: " + sofar(done.get()));
    }
  }

  /** A line above the bar. */
  synchronized void say(String line) {
    if (bar) {
      out.print("\r\033[K");
    }
    lastSaidSeconds = seconds();
    out.printf(Locale.ROOT, "%5.1f s  %s%n", lastSaidSeconds, line);
    if (bar) {
      draw(done.get());
    }
  }

  /** How many a change on trial needs is not known before: some may be beyond what was foreseen. */
  private String sofar(int now) {
    if (now == 0) {
      return "preparing; no request yet";
    }
    return String.format(
        Locale.ROOT,
        now <= total ? "%,d of about %,d requests" : "%,d requests, more than the %,d foreseen",
        now,
        total);
  }

  double seconds() {
    return (nanoTime.getAsLong() - startedNanos) / 1e9;
  }

  private synchronized void draw(int now) {
    int filled = Math.min(WIDTH, now * WIDTH / Math.max(1, total));
    out.printf(
        Locale.ROOT,
        "\r[%s%s] %s\033[K",
        "#".repeat(filled),
        ".".repeat(WIDTH - filled),
        sofar(now));
    out.flush();
  }

  synchronized void end() {
    if (bar) {
      out.print("\r\033[K");
    }
  }
}
