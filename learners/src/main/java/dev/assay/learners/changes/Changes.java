package dev.assay.learners.changes;

import dev.assay.learners.audit.Audit;
import dev.assay.learners.store.Database;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Every change with each of its steps, its evidence, decisions and votes. Reads block; a write is a
 * part of the caller's transaction and leaves an audit entry in it.
 */
public final class Changes {
  private static final int MAX_LISTED = 500;

  private final Database database;
  private final Audit audit;
  private final Clock clock;

  public Changes(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** A change and where it stands. */
  public record Standing(Change change, ChangeState state) {}

  /** One step a change took. */
  public record Step(ChangeState state, String actor, Instant at) {}

  /** What a policy said, and on which evidence. */
  public record Judged(Digest evidence, Decision.OfChange decision, Instant at) {}

  public Optional<Standing> find(String id) {
    return database.read(handle -> find(handle, id));
  }

  /** The tenant's changes, newest first, at most 500. */
  public List<Standing> list(TenantId tenant, int limit) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT json, state FROM change WHERE tenant = :tenant"
                    + " ORDER BY id DESC LIMIT :limit")
            .bind("tenant", tenant.value())
            .bind("limit", Math.clamp(limit, 1, MAX_LISTED))
            .map((row, context) -> standing(row.getString("json"), row.getString("state")))
            .list());
  }

  /** Every step, first to last. */
  public List<Step> steps(String id) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT state, actor, at FROM change_step WHERE change = :id ORDER BY step")
            .bind("id", id)
            .map((row, context) ->
                new Step(
                    read(row.getString("state"), ChangeState.class),
                    row.getString("actor"),
                    Instant.ofEpochMilli(row.getLong("at"))))
            .list());
  }

  public Optional<Evidence> evidence(Digest digest) {
    return database.read(handle -> evidence(handle, digest));
  }

  /** What policies said of it, first to last. */
  public List<Judged> decisions(String id) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT evidence, json, at FROM decision WHERE change = :id ORDER BY number")
            .bind("id", id)
            .map((row, context) ->
                new Judged(
                    new Digest(row.getString("evidence")),
                    read(row.getString("json"), Decision.OfChange.class),
                    Instant.ofEpochMilli(row.getLong("at"))))
            .list());
  }

  /** Every vote ever given on it, void ones too, oldest first. */
  public List<Vote> votes(String id) {
    return database.read(handle -> votes(handle, id));
  }

  Optional<Standing> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT json, state FROM change WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> standing(row.getString("json"), row.getString("state")))
        .findOne();
  }

  /** Those of the tenant in one of these states, oldest first. */
  List<Standing> inStates(Handle handle, TenantId tenant, List<String> words) {
    return handle
        .createQuery(
            "SELECT json, state FROM change WHERE tenant = :tenant AND standing IN (<words>)"
                + " ORDER BY id")
        .bind("tenant", tenant.value())
        .bindList("words", words)
        .map((row, context) -> standing(row.getString("json"), row.getString("state")))
        .list();
  }

  /** Tenants that have a change in one of these states. */
  List<TenantId> tenantsWith(List<String> words) {
    return database.read(handle ->
        handle
            .createQuery("SELECT DISTINCT tenant FROM change WHERE standing IN (<words>)")
            .bindList("words", words)
            .map((row, context) -> new TenantId(row.getString("tenant")))
            .list());
  }

  void insert(Handle handle, Change change) {
    ChangeState.Proposed state = new ChangeState.Proposed();
    handle
        .createUpdate(
            "INSERT INTO change (id, tenant, digest, json, standing, state, at)"
                + " VALUES (:id, :tenant, :digest, :json, :standing, :state, :at)")
        .bind("id", change.id())
        .bind("tenant", change.tenant().value())
        .bind("digest", change.digest().text())
        .bind("json", json(change))
        .bind("standing", state.word())
        .bind("state", json(state))
        .bind("at", change.at().toEpochMilli())
        .execute();
    record(
        handle,
        change,
        state,
        change.proposer(),
        Map.of(
            "operation", change.operation().word(),
            "kind", change.kind().word(),
            "artifact", change.artifact().map(Digest::text).orElse(""),
            "base", change.base().text()));
  }

  /**
   * Takes the step.
   *
   * @throws ChangeMoved when the change does not stand at {@code from} any more
   */
  void move(
      Handle handle,
      Change change,
      ChangeState from,
      ChangeState to,
      String actor,
      Map<String, Object> detail) {
    int moved =
        handle
            .createUpdate(
                "UPDATE change SET standing = :standing, state = :to"
                    + " WHERE id = :id AND state = :from")
            .bind("standing", to.word())
            .bind("to", json(to))
            .bind("id", change.id())
            .bind("from", json(from))
            .execute();
    if (moved != 1) {
      throw new ChangeMoved(change.id() + " is not " + from.word() + " any more: look again");
    }
    record(handle, change, to, actor, detail);
  }

  void keep(Handle handle, Change change, Evidence evidence) {
    handle
        .createUpdate(
            "INSERT INTO evidence (digest, change, json) VALUES (:digest, :change, :json)"
                + " ON CONFLICT (digest) DO NOTHING")
        .bind("digest", evidence.digest().text())
        .bind("change", change.id())
        .bind("json", json(evidence))
        .execute();
  }

  void keep(Handle handle, Change change, Digest evidence, Decision.OfChange decision) {
    handle
        .createUpdate(
            "INSERT INTO decision (change, evidence, json, at)"
                + " VALUES (:change, :evidence, :json, :at)")
        .bind("change", change.id())
        .bind("evidence", evidence.text())
        .bind("json", json(decision))
        .bind("at", clock.instant().toEpochMilli())
        .execute();
  }

  /** The evidence, proved to be what its digest names. */
  Optional<Evidence> evidence(Handle handle, Digest digest) {
    return handle
        .createQuery("SELECT json FROM evidence WHERE digest = :digest")
        .bind("digest", digest.text())
        .mapTo(String.class)
        .findOne()
        .map(json -> {
          if (!Digest.of(json.getBytes(StandardCharsets.UTF_8)).equals(digest)) {
            throw new IllegalStateException(
                "evidence " + digest + " was altered where it is kept: evaluate again");
          }
          return read(json, Evidence.class);
        });
  }

  List<Vote> votes(Handle handle, String id) {
    return VoteRows.of(handle, id);
  }

  void keep(Handle handle, Change change, Vote vote) {
    VoteRows.insert(handle, vote);
    audit.append(
        handle,
        vote.person().actor(),
        vote.approves() ? "change.vote.approve" : "change.vote.refuse",
        change.tenant(),
        change.id(),
        Map.of("grounds", vote.grounds().text(), "roles", vote.roles().stream().sorted().toList()));
  }

  private void record(
      Handle handle, Change change, ChangeState state, String actor, Map<String, Object> detail) {
    handle
        .createUpdate(
            "INSERT INTO change_step (change, state, actor, at)"
                + " VALUES (:change, :state, :actor, :at)")
        .bind("change", change.id())
        .bind("state", json(state))
        .bind("actor", actor)
        .bind("at", clock.instant().toEpochMilli())
        .execute();
    Map<String, Object> entry = new java.util.TreeMap<>(detail);
    entry.put("change", change.digest().text());
    audit.append(handle, actor, "change." + state.word(), change.tenant(), change.id(), entry);
  }

  private static Standing standing(String change, String state) {
    return new Standing(read(change, Change.class), read(state, ChangeState.class));
  }

  private static String json(Object value) {
    return new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8);
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return CanonicalJson.MAPPER.readValue(json, type);
    } catch (java.io.IOException unreadable) {
      throw new java.io.UncheckedIOException(
          "a stored " + type.getSimpleName() + " cannot be read by this version", unreadable);
    }
  }

  /** The change took another step meanwhile. */
  static final class ChangeMoved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChangeMoved(String message) {
      super(message);
    }
  }
}
