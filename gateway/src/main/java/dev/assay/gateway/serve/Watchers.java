package dev.assay.gateway.serve;

import dev.assay.gateway.exchange.ExchangeWatch;
import dev.assay.gateway.exchange.Stopped;
import dev.assay.gateway.tail.Tail;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.Lane;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.learners.releases.AdapterNames;
import dev.assay.learners.releases.CanaryGuard;
import dev.assay.learners.store.Database;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.tenant.TenantId;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures, those who follow, the canary's guard, and the audit of those who asked for an adapter
 * past its release.
 */
final class Watchers implements ExchangeWatch {
  private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

  private final ExchangeFigures figures;
  private final Tail tail;
  private final CanaryGuard guard;
  private final AdapterNames adapters;
  private final Database database;
  private final Audit audit;

  Watchers(
      ExchangeFigures figures,
      Tail tail,
      CanaryGuard guard,
      AdapterNames adapters,
      Database database,
      Audit audit) {
    this.figures = figures;
    this.tail = tail;
    this.guard = guard;
    this.adapters = adapters;
    this.database = database;
    this.audit = audit;
  }

  @Override
  public void recorded(ExchangeRecord record) {
    figures.recorded(record);
    tail.ended(record);
    if (record.purpose() != Purpose.SERVE) {
      return;
    }
    boolean counts = record.outcome() != Outcome.REFUSED && record.outcome() != Outcome.CANCELLED;
    if (record.lane() == Lane.CANARY && counts) {
      // A provider's 4xx is its client's mistake: no app may send a good canary back with it.
      boolean failed = record.outcome() == Outcome.FAILED && record.httpStatus() >= 500;
      guard.observed(record.tenant(), record.releaseNumber(), failed);
    }
  }

  @Override
  public void stopped(Stopped stopped) {
    figures.stopped(stopped);
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
    figures.unrecorded();
  }

  @Override
  public void streamOpened() {
    figures.streamOpened();
  }

  @Override
  public void streamClosed() {
    figures.streamClosed();
  }
}
