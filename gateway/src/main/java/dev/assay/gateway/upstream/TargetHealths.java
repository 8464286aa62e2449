package dev.assay.gateway.upstream;

import dev.assay.policies.judge.Target;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How every target does that was ever asked, or is configured. */
final class TargetHealths {
  private final Map<Target, TargetHealth> byTarget = new ConcurrentHashMap<>();
  private final MeterRegistry metrics;
  private final Clock clock;

  TargetHealths(MeterRegistry metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  TargetHealth of(Target target) {
    TargetHealth known = byTarget.get(target);
    return known != null ? known : byTarget.computeIfAbsent(target, this::begin);
  }

  List<TargetHealth> ofProvider(String provider) {
    return byTarget.values().stream()
        .filter(health -> health.target().provider().equals(provider))
        .sorted(java.util.Comparator.comparing(health -> health.target().model()))
        .toList();
  }

  /** A model's name in metrics: adapters come and go, and share one. */
  static String label(Target target) {
    return switch (target) {
      case Target.Configured configured -> configured.model();
      case Target.PassThrough surface -> surface.model();
      case Target.Adapter adapter -> "adapter";
    };
  }

  private TargetHealth begin(Target target) {
    TargetHealth health = new TargetHealth(target, metrics, clock);
    if (target instanceof Target.Configured) {
      String[] labels = {"provider", target.provider(), "model", target.model()};
      Gauge.builder("assay.provider.pending", health, TargetHealth::pending)
          .tags(labels)
          .description("Requests under way")
          .register(metrics);
      Gauge.builder("assay.provider.resting", health, it -> it.restMillis() > 0 ? 1 : 0)
          .tags(labels)
          .description("1 while its circuit breaker is open, for a tenant or for all")
          .register(metrics);
      Gauge.builder("assay.provider.latency", health, TargetHealths::latencySeconds)
          .tags(labels)
          .baseUnit("seconds")
          .description("Time to an answer's head, averaged over the last seconds")
          .register(metrics);
    }
    return health;
  }

  private static double latencySeconds(TargetHealth health) {
    return health.latency().average().orElse(Double.NaN) / TimeUnit.SECONDS.toNanos(1);
  }
}
