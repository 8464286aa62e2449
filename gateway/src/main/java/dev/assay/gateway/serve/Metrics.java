package dev.assay.gateway.serve;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;

/** Figures of the store and the process. */
final class Metrics {
  private Metrics() {}

  // The collector's listener lives as long as the process.
  @SuppressWarnings("resource")
  static void bind(MeterRegistry registry, StatePart state) {
    Gauge.builder("assay.journal.slots.taken", state.journal(), j -> j.slotsTaken())
        .description("Exchanges being served or waiting to be written")
        .register(registry);
    Gauge.builder("assay.store.lag", state.database(), d -> d.lagMillis() / 1000.0)
        .baseUnit("seconds")
        .description("Age of the oldest write that is not on disk")
        .register(registry);
    Gauge.builder("assay.store.lag.worst", state.database(), d -> d.worstLagMillis() / 1000.0)
        .baseUnit("seconds")
        .description("Longest that a write waited to be on disk since the start")
        .register(registry);
    Gauge.builder("assay.store.queue", state.database(), d -> d.queueDepth())
        .description("Writes waiting")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }
}
