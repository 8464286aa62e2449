package dev.assay.learners.releases;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.assay.learners.artifacts.Artifacts;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy.CanaryRules;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The two tables of releases. */
final class ReleaseRows {
  private static final String SELECT =
      "SELECT r.*, CASE WHEN r.number = s.live THEN 'live' WHEN r.number = s.canary THEN 'canary'"
          + " ELSE r.ending END AS stage"
          + " FROM release r JOIN serving s ON s.tenant = r.tenant WHERE r.tenant = :tenant ";

  private final Artifacts artifacts;

  ReleaseRows(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  static List<TenantId> tenants(Handle handle) {
    return handle
        .createQuery("SELECT tenant FROM serving")
        .map((row, context) -> new TenantId(row.getString("tenant")))
        .list();
  }

  ReleaseStanding standing(Handle handle, TenantId tenant) {
    return handle
        .createQuery("SELECT live, canary, canary_rules FROM serving WHERE tenant = :tenant")
        .bind("tenant", tenant.value())
        .map((row, context) -> {
          int live = row.getInt("live");
          String rules = row.getString("canary_rules");
          Optional<ReleaseStanding.OnTrial> canary =
              rules == null
                  ? Optional.empty()
                  : Optional.of(
                      new ReleaseStanding.OnTrial(
                          require(handle, tenant, row.getInt("canary")),
                          read(rules, CanaryRules.class)));
          return new ReleaseStanding(require(handle, tenant, live), canary);
        })
        .findOne()
        .orElseGet(() -> new ReleaseStanding(Release.empty(tenant), Optional.empty()));
  }

  Optional<Release> find(Handle handle, TenantId tenant, int number) {
    if (number == 0) {
      return Optional.of(Release.empty(tenant));
    }
    return entries(handle, tenant, "AND r.number = " + number).stream()
        .findFirst()
        .map(entry -> release(handle, tenant, entry));
  }

  List<ReleaseEntry> history(Handle handle, TenantId tenant, int limit) {
    return entries(handle, tenant, "ORDER BY r.number DESC LIMIT " + limit);
  }

  /** Those that were live once and are not now, newest first. */
  List<Release> former(Handle handle, TenantId tenant, int limit) {
    return entries(
            handle,
            tenant,
            "AND r.live_at IS NOT NULL AND r.number <> s.live ORDER BY r.live_at DESC, r.number"
                + " DESC LIMIT "
                + limit)
        .stream()
        .map(entry -> release(handle, tenant, entry))
        .toList();
  }

  static int nextNumber(Handle handle, TenantId tenant) {
    return handle
            .createQuery("SELECT coalesce(max(number), 0) FROM release WHERE tenant = :tenant")
            .bind("tenant", tenant.value())
            .mapTo(Integer.class)
            .one()
        + 1;
  }

  static void insert(Handle handle, Release release, Activation activation, Instant at) {
    handle
        .createUpdate(
            "INSERT INTO release (tenant, number, digest, artifacts, actor, why, change, at)"
                + " VALUES (:tenant, :number, :digest, :artifacts, :actor, :why, :change, :at)")
        .bind("tenant", release.tenant().value())
        .bind("number", release.number())
        .bind("digest", release.digest().text())
        .bind("artifacts", json(release.artifacts().stream().map(a -> a.digest()).toList()))
        .bind("actor", activation.actor())
        .bind("why", activation.why())
        .bind("change", activation.change().orElse(null))
        .bind("at", at.toEpochMilli())
        .execute();
  }

  static void serve(
      Handle handle,
      TenantId tenant,
      int live,
      @Nullable Integer canary,
      @Nullable CanaryRules rules) {
    handle
        .createUpdate(
            "INSERT INTO serving (tenant, live, canary, canary_rules)"
                + " VALUES (:tenant, :live, :canary, :rules)"
                + " ON CONFLICT (tenant) DO UPDATE SET"
                + " live = :live, canary = :canary, canary_rules = :rules")
        .bind("tenant", tenant.value())
        .bind("live", live)
        .bind("canary", canary)
        .bind("rules", rules == null ? null : json(rules))
        .execute();
  }

  static void becameLive(Handle handle, TenantId tenant, int number, Instant at) {
    handle
        .createUpdate(
            "UPDATE release SET live_at = :at WHERE tenant = :tenant AND number = :number")
        .bind("at", at.toEpochMilli())
        .bind("tenant", tenant.value())
        .bind("number", number)
        .execute();
  }

  static void ended(Handle handle, TenantId tenant, int number, String ending, Instant at) {
    handle
        .createUpdate(
            "UPDATE release SET ended_at = :at, ending = :ending"
                + " WHERE tenant = :tenant AND number = :number")
        .bind("at", at.toEpochMilli())
        .bind("ending", ending)
        .bind("tenant", tenant.value())
        .bind("number", number)
        .execute();
  }

  private Release require(Handle handle, TenantId tenant, int number) {
    return find(handle, tenant, number)
        .orElseThrow(() ->
            new IllegalStateException(
                "release " + number + " of " + tenant + " is missing: restore the database"));
  }

  private Release release(Handle handle, TenantId tenant, ReleaseEntry entry) {
    Release release =
        new Release(
            tenant,
            entry.number(),
            entry.artifacts().stream()
                .map(digest -> artifacts.require(handle, tenant, digest))
                .toList());
    if (!release.digest().equals(entry.digest())) {
      throw new IllegalStateException(
          "release " + entry.number() + " of " + tenant + " was altered: restore the database");
    }
    return release;
  }

  private static List<ReleaseEntry> entries(Handle handle, TenantId tenant, String rest) {
    return handle
        .createQuery(SELECT + rest)
        .bind("tenant", tenant.value())
        .map((row, context) -> {
          long liveAt = row.getLong("live_at");
          Optional<Instant> live =
              row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(liveAt));
          return new ReleaseEntry(
              row.getInt("number"),
              new Digest(row.getString("digest")),
              List.of(read(row.getString("artifacts"), Digest[].class)),
              row.getString("actor"),
              row.getString("why"),
              Optional.ofNullable(row.getString("change")),
              Instant.ofEpochMilli(row.getLong("at")),
              row.getString("stage"),
              live);
        })
        .list();
  }

  private static String json(Object value) {
    return new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8);
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return CanonicalJson.MAPPER.readValue(json, type);
    } catch (JsonProcessingException unreadable) {
      throw new java.io.UncheckedIOException(
          "a stored " + type.getSimpleName() + " cannot be read by this version", unreadable);
    }
  }
}
