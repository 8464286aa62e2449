package dev.assay.gateway.serve;

import dev.assay.learners.embedding.CachedEncoder;
import dev.assay.policies.engine.CachedEngine;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.util.function.ToDoubleFunction;

/** Figures of the store and the process. */
final class Metrics {
  private Metrics() {}

  // The collector's listener lives as long as the process.
  @SuppressWarnings("resource")
  static void bind(
      MeterRegistry registry, StatePart state, CachedEngine decisions, CachedEncoder embeddings) {
    cache(registry, "decisions", decisions, CachedEngine::hits, CachedEngine::misses);
    cache(registry, "embeddings", embeddings, CachedEncoder::hits, CachedEncoder::misses);
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

  private static <C> void cache(
      MeterRegistry registry,
      String name,
      C cache,
      ToDoubleFunction<C> hits,
      ToDoubleFunction<C> misses) {
    lookups(registry, name, "hit", cache, hits);
    lookups(registry, name, "miss", cache, misses);
  }

  private static <C> void lookups(
      MeterRegistry registry, String name, String result, C cache, ToDoubleFunction<C> count) {
    FunctionCounter.builder("assay.cache.lookups", cache, count)
        .tags("cache", name, "result", result)
        .description("Looked up in a cache, and whether it was there")
        .register(registry);
  }
}
