package dev.assay.gateway.upstream;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long a target takes to an answer's head, of late: an average that forgets with time, {@code
 * a' = w a + (1 - w) x} with {@code w = exp(-dt / tau)}, {@code dt} since the sample before and tau
 * ten seconds, so that it means the same for a busy target and a quiet one. Between samples what it
 * says sinks as {@code exp(-dt / tau)}: a target that was slow and is not asked any more looks
 * faster and faster until it is asked again. May be used from several threads.
 */
final class Latency {
  private static final double TAU_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanos;
  private double average;
  private long sampledAt;
  private boolean sampled;

  /**
   * Of a target that was never asked.
   *
   * @param nanos a clock that only runs forward
   */
  Latency(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** It would have taken that long or longer. */
  synchronized void atLeast(long tookNanos) {
    if (!sampled || tookNanos > average) {
      sample(tookNanos);
    }
  }

  synchronized void sample(long tookNanos) {
    long now = nanos.getAsLong();
    double kept = sampled ? Math.exp(-(now - sampledAt) / TAU_NANOS) : 0;
    average = kept * average + (1 - kept) * tookNanos;
    sampledAt = now;
    sampled = true;
  }

  /** In nanoseconds, as it is believed now; empty before the first sample. */
  synchronized OptionalDouble estimate() {
    return sampled
        ? OptionalDouble.of(average * Math.exp(-(nanos.getAsLong() - sampledAt) / TAU_NANOS))
        : OptionalDouble.empty();
  }

  /** In nanoseconds, as of the last sample. */
  synchronized OptionalDouble average() {
    return sampled ? OptionalDouble.of(average) : OptionalDouble.empty();
  }
}
