package dev.assay.learners.learning;

import dev.assay.learners.store.Database;
import dev.assay.policies.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Every learning cycle, and the leases under which they run: a tenant's learner runs once at a
 * time, on whichever node holds its lease, and a cycle whose node died goes on where another finds
 * it. Blocks.
 */
public final class Cycles {
  /** How long a lease holds unless renewed. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final int MAX_LISTED = 500;
  private static final int MAX_DETAIL_CHARS = 2_000;

  private final Database database;
  private final Clock clock;
  private final String owner;

  /**
   * Cycles of this node.
   *
   * @param owner names this process among all that ever ran
   */
  public Cycles(Database database, Clock clock, String owner) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
  }

  /** Starts a cycle, or goes on with one that was cut short; empty while another has the lease. */
  Optional<Cycle> begin(TenantId tenant, String learner) {
    return written(handle -> {
      Instant now = clock.instant();
      if (!takeLease(handle, tenant, learner, now)) {
        return Optional.empty();
      }
      Optional<Cycle> cutShort = running(handle, tenant, learner);
      return cutShort.isPresent() ? cutShort : Optional.of(start(handle, tenant, learner, now));
    });
  }

  /** Holds the lease for longer; false when it was lost to another. */
  boolean renew(Cycle cycle) {
    return written(handle ->
        handle.execute(
                "UPDATE learning_lease SET until = ?"
                    + " WHERE tenant = ? AND learner = ? AND owner = ?",
                clock.instant().plus(LEASE).toEpochMilli(),
                cycle.tenant().value(),
                cycle.learner(),
                owner)
            == 1);
  }

  /** Records how it ended and gives the lease back; does nothing when the lease was lost. */
  void end(Cycle cycle, CycleOutcome outcome) {
    String detail = outcome.detail();
    written(handle -> {
      int held =
          handle.execute(
              "DELETE FROM learning_lease WHERE tenant = ? AND learner = ? AND owner = ?",
              cycle.tenant().value(),
              cycle.learner(),
              owner);
      if (held == 1) {
        handle.execute(
            "UPDATE learning_cycle SET ended_at = ?, outcome = ?, detail = ?"
                + " WHERE id = ? AND outcome IS NULL",
            clock.instant().toEpochMilli(),
            outcome.word(),
            detail.substring(0, Math.min(detail.length(), MAX_DETAIL_CHARS)),
            cycle.id());
      }
      return held;
    });
  }

  /** Lets another take the cycle up at once: this node stops before it ended. */
  void letGo(Cycle cycle) {
    written(handle ->
        handle.execute(
            "DELETE FROM learning_lease WHERE tenant = ? AND learner = ? AND owner = ?",
            cycle.tenant().value(),
            cycle.learner(),
            owner));
  }

  /** The tenant's cycles, newest first, at most 500. */
  public List<Cycle> list(TenantId tenant, int limit) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT * FROM learning_cycle WHERE tenant = :tenant"
                    + " ORDER BY id DESC LIMIT :limit")
            .bind("tenant", tenant.value())
            .bind("limit", Math.clamp(limit, 1, MAX_LISTED))
            .map((row, context) -> cycle(row))
            .list());
  }

  /** Cycles that run somewhere or were cut short, oldest first. */
  List<Cycle> unended() {
    return database.read(handle ->
        handle
            .createQuery("SELECT * FROM learning_cycle WHERE outcome IS NULL ORDER BY id")
            .map((row, context) -> cycle(row))
            .list());
  }

  /** Signals admitted when this tenant's latest cycle started; 0 before the first. */
  long signalsAtLastStart(TenantId tenant) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT coalesce(max(signals), 0) FROM learning_cycle WHERE tenant = :tenant")
            .bind("tenant", tenant.value())
            .mapTo(Long.class)
            .one());
  }

  /** Tenants of which policy admitted a signal, ever. Blocks. */
  List<TenantId> tenantsWithSignals() {
    return database.read(handle ->
        handle
            .createQuery("SELECT DISTINCT tenant FROM feedback WHERE admitted = 1")
            .mapTo(String.class)
            .map(TenantId::new)
            .list());
  }

  /** Signals of this tenant that policy admitted, ever. */
  long admitted(TenantId tenant) {
    return database.read(handle -> admitted(handle, tenant));
  }

  private boolean takeLease(Handle handle, TenantId tenant, String learner, Instant now) {
    return handle.execute(
            "INSERT INTO learning_lease (tenant, learner, owner, until) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (tenant, learner) DO UPDATE"
                + " SET owner = excluded.owner, until = excluded.until"
                + " WHERE learning_lease.until <= ?",
            tenant.value(),
            learner,
            owner,
            now.plus(LEASE).toEpochMilli(),
            now.toEpochMilli())
        == 1;
  }

  private static Optional<Cycle> running(Handle handle, TenantId tenant, String learner) {
    return handle
        .createQuery(
            "SELECT * FROM learning_cycle"
                + " WHERE tenant = :tenant AND learner = :learner AND outcome IS NULL")
        .bind("tenant", tenant.value())
        .bind("learner", learner)
        .map((row, context) -> cycle(row))
        .findOne();
  }

  private static Cycle start(Handle handle, TenantId tenant, String learner, Instant now) {
    return handle
        .createQuery(
            "INSERT INTO learning_cycle (tenant, learner, started_at, signals)"
                + " VALUES (:tenant, :learner, :at, :signals) RETURNING *")
        .bind("tenant", tenant.value())
        .bind("learner", learner)
        .bind("at", now.toEpochMilli())
        .bind("signals", admitted(handle, tenant))
        .map((row, context) -> cycle(row))
        .one();
  }

  private static long admitted(Handle handle, TenantId tenant) {
    return handle
        .createQuery("SELECT count(*) FROM feedback WHERE tenant = :tenant AND admitted = 1")
        .bind("tenant", tenant.value())
        .mapTo(Long.class)
        .one();
  }

  private static Cycle cycle(ResultSet row) throws SQLException {
    String outcome = row.getString("outcome");
    Optional<Cycle.End> end =
        outcome == null
            ? Optional.empty()
            : Optional.of(
                new Cycle.End(
                    Instant.ofEpochMilli(row.getLong("ended_at")),
                    CycleOutcome.of(outcome, row.getString("detail"))));
    return new Cycle(
        row.getLong("id"),
        new TenantId(row.getString("tenant")),
        row.getString("learner"),
        Instant.ofEpochMilli(row.getLong("started_at")),
        row.getLong("signals"),
        end);
  }

  private <T> T written(java.util.function.Function<Handle, T> work) {
    return database.write(work).toCompletableFuture().join().value();
  }
}
