package dev.assay.gateway.running;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Waits until something holds, and says what did not. */
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Eventually() {}

  public static void holds(String what, Callable<Boolean> condition) throws Exception {
    gives(what, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  /** Waits until a figure has not changed for so long. */
  public static void settles(String what, Duration quiet, LongSupplier figure) throws Exception {
    long[] last = {figure.getAsLong(), System.nanoTime()};
    holds(
        what + " settles",
        () -> {
          long now = figure.getAsLong();
          if (now != last[0]) {
            last[0] = now;
            last[1] = System.nanoTime();
          }
          return System.nanoTime() - last[1] > quiet.toNanos();
        });
  }

  public static <T> T gives(String what, Callable<Optional<T>> source) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> found = source.call();
      if (found.isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new AssertionError("in " + PATIENCE.toSeconds() + " s it never held: " + what);
  }
}
