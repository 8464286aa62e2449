package dev.assay.gateway.serve;

import dev.assay.gateway.exchange.ExchangeWatch;
import dev.assay.gateway.exchange.Stopped;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.Lane;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.learners.releases.AdapterNames;
import dev.assay.learners.releases.CanaryGuard;
import dev.assay.learners.store.Database;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.tenant.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures, the canary's guard, and the audit of those who asked for an adapter past its release.
 */
final class Watchers implements ExchangeWatch {
  private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

  private final MeterRegistry metrics;
  private final CanaryGuard guard;
  private final AdapterNames adapters;
  private final Database database;
  private final Audit audit;
  private final Timer overhead;
  private final Counter unrecorded;

  Watchers(
      MeterRegistry metrics,
      CanaryGuard guard,
      AdapterNames adapters,
      Database database,
      Audit audit) {
    this.metrics = metrics;
    this.guard = guard;
    this.adapters = adapters;
    this.database = database;
    this.audit = audit;
    this.overhead =
        Timer.builder("assay.exchange.overhead")
            .description("Time spent in the gateway itself")
            .serviceLevelObjectives(
                Duration.ofNanos(300_000),
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(100))
            .register(metrics);
    this.unrecorded =
        Counter.builder("assay.journal.unrecorded")
            .description("Exchanges whose record could not be written")
            .register(metrics);
  }

  @Override
  public void recorded(ExchangeRecord record) {
    metrics
        .counter(
            "assay.exchanges",
            "purpose",
            record.purpose().word(),
            "outcome",
            record.outcome().name(),
            "injection",
            record.injection())
        .increment();
    for (ContentFinding found : record.findings()) {
      metrics
          .counter(
              "assay.content.findings",
              "rule",
              found.rule(),
              "in",
              found.place().startsWith("answer") ? "answer" : "prompt",
              "action",
              found.action().word())
          .increment();
    }
    if (record.purpose() != Purpose.SERVE) {
      return;
    }
    overhead.record(record.timings().overheadMicros(), TimeUnit.MICROSECONDS);
    boolean counts = record.outcome() == Outcome.ANSWERED || record.outcome() == Outcome.FAILED;
    if (record.lane() == Lane.CANARY && counts) {
      // A provider's 4xx is its client's mistake: no app may send a good canary back with it.
      boolean failed = record.outcome() == Outcome.FAILED && record.httpStatus() >= 500;
      guard.observed(record.tenant(), record.releaseNumber(), failed);
    }
  }

  @Override
  public void stopped(Stopped stopped) {
    metrics.counter("assay.exchanges.stopped", "code", stopped.error().code()).increment();
    stopped
        .asked()
        .filter(asked -> stopped.outcome() == Outcome.REFUSED)
        .filter(asked -> reachesForAdapter(stopped, asked.model()))
        // An app over its rate is not heard on top: every entry costs a place in the log for ever.
        .filter(asked -> !stopped.objects("rate_limited"))
        .ifPresent(asked -> refused(asked.tenant(), asked.keyId(), asked.model(), stopped));
  }

  private boolean reachesForAdapter(Stopped stopped, String model) {
    return adapters.namesAdapter(model)
        || stopped.objects("adapter_not_released")
        || stopped.objects("header_not_allowed");
  }

  private void refused(TenantId tenant, String keyId, String model, Stopped stopped) {
    database
        .write(handle ->
            audit.append(
                handle,
                "key:" + keyId,
                "adapter.refused",
                tenant,
                stopped.exchange().toString(),
                Map.of("model", model, "code", stopped.error().code())))
        .whenComplete((written, failure) -> {
          if (failure != null) {
            LOG.error("a refusal could not be audited", failure);
          }
        });
  }

  @Override
  public void unrecorded() {
    unrecorded.increment();
  }
}
