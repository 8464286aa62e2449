package dev.assay.gateway.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Measured durations, from which percentiles are taken by nearest rank: each one was measured. */
final class Latencies {
  /** 99.9 percent of a thousand is not 999.0000000000001. */
  private static final double ROUNDING = 1e-6;

  private final long[] sortedNanos;

  private Latencies(long[] sortedNanos) {
    this.sortedNanos = sortedNanos;
  }

  static Latencies of(long... nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  /**
   * The smallest measured duration that at least this share of all do not exceed.
   *
   * @param percent above 0, up to 100
   */
  long percentileNanos(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("a percentile is above 0 and at most 100");
    }
    int rank = (int) Math.ceil(percent * sortedNanos.length / 100 - ROUNDING);
    return sortedNanos[Math.max(1, rank) - 1];
  }

  /** The three that are reported. */
  Percentiles percentiles() {
    return new Percentiles(millis(50), millis(99), millis(99.9));
  }

  private double millis(double percent) {
    return TimeUnit.NANOSECONDS.toMicros(percentileNanos(percent)) / 1000.0;
  }

  /** Milliseconds, to the microsecond. */
  public record Percentiles(double p50, double p99, double p999) {
    /** How much more this is, percentile by percentile. */
    Percentiles minus(Percentiles less) {
      return new Percentiles(
          thousandths(p50 - less.p50), thousandths(p99 - less.p99), thousandths(p999 - less.p999));
    }

    private static double thousandths(double value) {
      return Math.round(value * 1000) / 1000.0;
    }
  }
}
