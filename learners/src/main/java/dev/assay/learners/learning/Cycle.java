package dev.assay.learners.learning;

import dev.assay.policies.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * One learner's turn with one tenant.
 *
 * @param signals signals of the tenant admitted before it started
 * @param end empty while it runs, or waits to be resumed after a crash
 */
public record Cycle(
    long id, TenantId tenant, String learner, Instant startedAt, long signals, Optional<End> end) {

  /** When and how it ended. */
  public record End(Instant at, CycleOutcome outcome) {}
}
