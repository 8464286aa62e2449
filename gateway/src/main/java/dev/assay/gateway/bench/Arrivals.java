package dev.assay.gateway.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * When each request of an open loop is meant to start: at a fixed rate, whatever became of those
 * before it, so that a stall counts against every request it held up (G. Tene, "How NOT to measure
 * latency": coordinated omission).
 */
final class Arrivals {
  /** A sleeping thread wakes up to this much late; the rest of the wait is spent awake. */
  private static final long WAKE_NANOS = 80_000;

  private final long startNanos;
  private final int perSecond;

  Arrivals(long startNanos, int perSecond) {
    this.startNanos = startNanos;
    this.perSecond = perSecond;
  }

  /** {@link System#nanoTime()} at which request {@code index}, from 0, is meant to start. */
  long intendedNanos(long index) {
    return startNanos + index * 1_000_000_000L / perSecond;
  }

  /** How many are meant to start in this time. */
  long within(long nanos) {
    return nanos * perSecond / 1_000_000_000L;
  }

  /** Waits until request {@code index} is meant to start; not at all when that is over. */
  void await(long index) {
    long due = intendedNanos(index);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      if (left > WAKE_NANOS) {
        LockSupport.parkNanos(left - WAKE_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
