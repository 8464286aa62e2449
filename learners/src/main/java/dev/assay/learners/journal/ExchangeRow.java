package dev.assay.learners.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads an exchange and its content from their tables; {@link ExchangeInsert} writes them. */
final class ExchangeRow {
  static final TypeReference<List<KeptItems>> ITEMS = new TypeReference<>() {};
  static final TypeReference<List<ContentFinding>> FINDINGS = new TypeReference<>() {};
  static final TypeReference<List<ExchangeRecord.Attempt>> ATTEMPTS = new TypeReference<>() {};
  static final TypeReference<Target> TARGET = new TypeReference<>() {};

  private ExchangeRow() {}

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
        KeptJson.written(row.getString("shared_facts"), row.getString("facts")),
        KeptJson.written(row.getString("shared_decision"), row.getString("decision")),
        row.getInt("release_number"),
        new Digest(row.getString("release_digest")),
        read(ITEMS, row.getString("injected")).stream().flatMap(KeptItems::items).toList(),
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
        row.getInt("written_tokens"),
        row.getInt("completion_tokens"),
        row.getInt("reasoning_tokens"),
        cost,
        row.getBoolean("estimated"),
        null);
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

  private static <T> T read(TypeReference<T> type, String json) {
    try {
      return CanonicalJson.MAPPER.readValue(json, type);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("a stored exchange is not readable", unreadable);
    }
  }
}
