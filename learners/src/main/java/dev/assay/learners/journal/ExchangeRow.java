package dev.assay.learners.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How an exchange and its content lie in their tables. */
final class ExchangeRow {
  private static final String INSERT =
      "INSERT INTO exchange (tenant, id, app, key_id, episode, principal, arrived_at, endpoint,"
          + " alias, purpose, policy_revision, facts, decision, release_number, release_digest,"
          + " injected, injection, attempts, chosen, prompt_tokens, completion_tokens, total_micros,"
          + " upstream_micros, overhead_micros, judged_micros, injected_micros,"
          + " first_byte_micros, outcome, http_status, ask_reason, ask_probability,"
          + " holdout, lane, findings, cache, cached_tokens, reasoning_tokens, cost_nano_usd,"
          + " estimated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final TypeReference<List<Injection.Item>> ITEMS = new TypeReference<>() {};
  private static final TypeReference<List<ContentFinding>> FINDINGS = new TypeReference<>() {};
  private static final TypeReference<List<ExchangeRecord.Attempt>> ATTEMPTS =
      new TypeReference<>() {};
  private static final TypeReference<Target> TARGET = new TypeReference<>() {};

  private ExchangeRow() {}

  static void insert(Handle handle, ExchangeRecord it) {
    handle.execute(
        INSERT,
        it.tenant().value(),
        it.id().toString(),
        it.app(),
        it.keyId(),
        it.episode(),
        it.principal(),
        it.arrivedAt().toEpochMilli(),
        it.endpoint(),
        it.alias(),
        it.purpose().word(),
        it.policyRevision(),
        it.facts().text(),
        it.decision().text(),
        it.releaseNumber(),
        it.releaseDigest().text(),
        write(ITEMS, it.injected()),
        it.injection(),
        write(ATTEMPTS, it.attempts()),
        chosen(it.chosen()),
        it.usage().promptTokens(),
        it.usage().completionTokens(),
        it.timings().totalMicros(),
        it.timings().upstreamMicros(),
        it.timings().overheadMicros(),
        it.timings().judgedMicros(),
        it.timings().injectedMicros(),
        it.timings().firstByteMicros(),
        it.outcome().name(),
        it.httpStatus(),
        it.asked().reason().name(),
        it.asked().probability(),
        it.holdout(),
        it.lane().name(),
        write(FINDINGS, it.findings()),
        it.cache().name(),
        it.usage().cachedTokens(),
        it.usage().reasoningTokens(),
        it.usage().costNanoUsd(),
        it.usage().estimated());
  }

  static void insertContent(Handle handle, ExchangeRecord exchange, ExchangeContent content) {
    handle.execute(
        "INSERT INTO exchange_content (tenant, id, subject, query, messages, answer)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        exchange.tenant().value(),
        exchange.id().toString(),
        content.subject(),
        content.query(),
        content.messages(),
        content.answer());
  }

  static ExchangeRecord record(ResultSet row) throws SQLException {
    String chosen = row.getString("chosen");
    return new ExchangeRecord(
        UUID.fromString(row.getString("id")),
        new TenantId(row.getString("tenant")),
        row.getString("app"),
        row.getString("key_id"),
        row.getString("episode"),
        row.getString("principal"),
        Instant.ofEpochMilli(row.getLong("arrived_at")),
        row.getString("endpoint"),
        row.getString("alias"),
        read(new TypeReference<RequestFacts.Purpose>() {}, "\"" + row.getString("purpose") + "\""),
        row.getString("policy_revision"),
        KeptJson.written(row.getString("facts")),
        KeptJson.written(row.getString("decision")),
        row.getInt("release_number"),
        new Digest(row.getString("release_digest")),
        read(ITEMS, row.getString("injected")),
        row.getString("injection"),
        read(ATTEMPTS, row.getString("attempts")),
        chosen == null ? null : read(TARGET, chosen),
        usage(row),
        new ExchangeRecord.Timings(
            row.getLong("total_micros"),
            row.getLong("upstream_micros"),
            row.getLong("overhead_micros"),
            row.getLong("judged_micros"),
            row.getLong("injected_micros"),
            row.getLong("first_byte_micros")),
        ExchangeRecord.Outcome.valueOf(row.getString("outcome")),
        row.getInt("http_status"),
        new ExchangeRecord.Asked(
            ExchangeRecord.AskReason.valueOf(row.getString("ask_reason")),
            row.getDouble("ask_probability")),
        row.getBoolean("holdout"),
        ExchangeRecord.Lane.valueOf(row.getString("lane")),
        read(FINDINGS, row.getString("findings")),
        ExchangeRecord.CacheUse.valueOf(row.getString("cache")));
  }

  private static ExchangeRecord.Usage usage(ResultSet row) throws SQLException {
    long nanoUsd = row.getLong("cost_nano_usd");
    Long cost = row.wasNull() ? null : Long.valueOf(nanoUsd);
    return new ExchangeRecord.Usage(
        row.getInt("prompt_tokens"),
        row.getInt("cached_tokens"),
        row.getInt("completion_tokens"),
        row.getInt("reasoning_tokens"),
        cost,
        row.getBoolean("estimated"));
  }

  /** From a row that left-joins the content's columns. */
  static Optional<ExchangeContent> content(ResultSet row) throws SQLException {
    String subject = row.getString("subject");
    return subject == null
        ? Optional.empty()
        : Optional.of(
            new ExchangeContent(
                subject,
                row.getString("query"),
                row.getString("messages"),
                row.getString("answer")));
  }

  private static @Nullable String chosen(@Nullable Target chosen) {
    return chosen == null ? null : write(TARGET, chosen);
  }

  /** The declared type makes Jackson write which of a sealed type's records it is. */
  private static String write(TypeReference<?> type, Object value) {
    try {
      return CanonicalJson.MAPPER.writerFor(type).writeValueAsString(value);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException("cannot be written as JSON", unwritable);
    }
  }

  private static <T> T read(TypeReference<T> type, String json) {
    try {
      return CanonicalJson.MAPPER.readValue(json, type);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("a stored exchange is not readable", unreadable);
    }
  }
}
