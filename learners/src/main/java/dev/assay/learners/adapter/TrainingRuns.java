package dev.assay.learners.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.assay.learners.store.Database;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Every training with the step it stands at; at most one of a tenant is unfinished. Blocks. */
public final class TrainingRuns {
  private static final int MAX_LISTED = 500;

  private final Database database;
  private final Clock clock;

  public TrainingRuns(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A training and where it stands. */
  public record Run(long id, TenantId tenant, String provider, TrainingState state) {}

  /** The tenant's trainings, newest first, at most 500. */
  public List<Run> list(TenantId tenant) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT * FROM training_run WHERE tenant = :tenant"
                    + " ORDER BY id DESC LIMIT :limit")
            .bind("tenant", tenant.value())
            .bind("limit", MAX_LISTED)
            .map((row, context) -> run(row))
            .list());
  }

  /** The training to go on with, or a new one. */
  Run resumeOrBegin(TenantId tenant, String provider) {
    return database
        .write(handle ->
            unfinished(handle, tenant, provider).orElseGet(() -> begin(handle, tenant, provider)))
        .toCompletableFuture()
        .join()
        .value();
  }

  /** The training to go on with, if there is one. */
  Optional<Run> unfinished(TenantId tenant, String provider) {
    return database.read(handle -> unfinished(handle, tenant, provider));
  }

  /**
   * Takes a step, durably.
   *
   * @throws IllegalStateException when the training does not stand where the caller thinks
   */
  Run move(Run run, TrainingState next) {
    int moved =
        database
            .write(handle ->
                handle.execute(
                    "UPDATE training_run SET state = ?, finished = ?, at = ?"
                        + " WHERE id = ? AND state = ?",
                    json(next),
                    next.isFinished(),
                    clock.instant().toEpochMilli(),
                    run.id(),
                    json(run.state())))
            .toCompletableFuture()
            .join()
            .value();
    if (moved != 1) {
      throw new IllegalStateException("training " + run.id() + " was moved by someone else");
    }
    return new Run(run.id(), run.tenant(), run.provider(), next);
  }

  private static Optional<Run> unfinished(Handle handle, TenantId tenant, String provider) {
    return handle
        .createQuery(
            "SELECT * FROM training_run"
                + " WHERE tenant = :tenant AND provider = :provider AND finished = 0")
        .bind("tenant", tenant.value())
        .bind("provider", provider)
        .map((row, context) -> run(row))
        .findOne();
  }

  private Run begin(Handle handle, TenantId tenant, String provider) {
    return handle
        .createQuery(
            "INSERT INTO training_run (tenant, provider, state, finished, at)"
                + " VALUES (:tenant, :provider, :state, 0, :at) RETURNING *")
        .bind("tenant", tenant.value())
        .bind("provider", provider)
        .bind("state", json(new TrainingState.Collecting()))
        .bind("at", clock.instant().toEpochMilli())
        .map((row, context) -> run(row))
        .one();
  }

  private static Run run(ResultSet row) throws SQLException {
    try {
      return new Run(
          row.getLong("id"),
          new TenantId(row.getString("tenant")),
          row.getString("provider"),
          CanonicalJson.MAPPER.readValue(row.getString("state"), TrainingState.class));
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("a stored training is not readable", unreadable);
    }
  }

  private static String json(TrainingState state) {
    return new String(CanonicalJson.bytes(state), StandardCharsets.UTF_8);
  }
}
