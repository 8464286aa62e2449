package dev.assay.learners.spending;

import java.util.Optional;

/**
 * So many a minute: a bucket that refills evenly and holds one minute's worth. What turns out
 * larger than was thought leaves it in debt. Guarded by its tenant's lock.
 */
final class Meter {
  private static final double MINUTE_NANOS = 60e9;

  private final int perMinute;
  private double level;
  private long atNanos;

  /** A full one; without a limit where it is 0. */
  Meter(int perMinute, long nowNanos) {
    this.perMinute = perMinute;
    this.level = perMinute;
    this.atNanos = nowNanos;
  }

  int perMinute() {
    return perMinute;
  }

  /**
   * Whether so many may come now; more than a minute's worth may when nothing came for a minute.
   */
  boolean has(long amount, long nowNanos) {
    refill(nowNanos);
    return perMinute == 0 || level >= fitting(amount);
  }

  /** Takes them, and says how many of them count. */
  long take(long amount) {
    long taken = fitting(amount);
    level -= taken;
    return taken;
  }

  /** More or, below zero, fewer came back than none. */
  void correct(long amount, long nowNanos) {
    refill(nowNanos);
    level = Math.min(perMinute, level + amount);
  }

  long waitNanos(long amount) {
    return perMinute == 0 ? 0 : nanosFor(fitting(amount) - level);
  }

  Optional<Room> room() {
    return perMinute == 0
        ? Optional.empty()
        : Optional.of(new Room(perMinute, (long) Math.max(0, level), nanosFor(perMinute - level)));
  }

  private long fitting(long amount) {
    return perMinute == 0 ? 0 : Math.min(amount, perMinute);
  }

  private long nanosFor(double amount) {
    return (long) Math.ceil(Math.max(0, amount) * MINUTE_NANOS / perMinute);
  }

  private void refill(long nowNanos) {
    long elapsed = Math.max(0, nowNanos - atNanos);
    level = Math.min(perMinute, level + elapsed * (perMinute / MINUTE_NANOS));
    atNanos = nowNanos;
  }
}
