package dev.assay.learners.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.assay.learners.store.Statements;
import dev.assay.policies.canonical.CanonicalJson;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Writes exchanges and their content into their tables, where {@link ExchangeRow} reads them. */
final class ExchangeInsert {
  private static final String INSERT =
      "INSERT INTO exchange (tenant, id, app, key_id, episode, principal, arrived_at, endpoint,"
          + " alias, purpose, policy_revision, facts, decision, release_number, release_digest,"
          + " injected, injection, attempts, chosen, prompt_tokens, completion_tokens, total_micros,"
          + " upstream_micros, overhead_micros, judged_micros, injected_micros,"
          + " first_byte_micros, outcome, http_status, ask_reason, ask_probability,"
          + " holdout, lane, findings, cache, cached_tokens, reasoning_tokens, cost_nano_usd,"
          + " estimated, facts_shared, decision_shared, written_tokens) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?, ?)";

  private static final String CONTENT =
      "INSERT INTO exchange_content (tenant, id, subject, query, messages, answer)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  // The declared type makes Jackson write which of a sealed type's records it is.
  private static final ObjectWriter ITEMS = CanonicalJson.MAPPER.writerFor(ExchangeRow.ITEMS);
  private static final ObjectWriter FINDINGS = CanonicalJson.MAPPER.writerFor(ExchangeRow.FINDINGS);
  private static final ObjectWriter ATTEMPTS = CanonicalJson.MAPPER.writerFor(ExchangeRow.ATTEMPTS);
  private static final ObjectWriter TARGET = CanonicalJson.MAPPER.writerFor(ExchangeRow.TARGET);

  private ExchangeInsert() {}

  static void exchange(Statements statements, SharedJson shared, ExchangeRecord it)
      throws SQLException {
    // First, as this may run statements of its own.
    Long facts = shared(statements, shared, it, it.facts());
    Long decision = shared(statements, shared, it, it.decision());
    Row row = new Row(statements.of(INSERT));
    row.text(it.tenant().value()).text(it.id().toString()).text(it.app()).text(it.keyId());
    row.text(it.episode()).text(it.principal()).number(it.arrivedAt().toEpochMilli());
    row.text(it.endpoint()).text(it.alias()).text(it.purpose().word()).text(it.policyRevision());
    row.text(it.facts().ownText()).text(it.decision().ownText());
    row.number(it.releaseNumber()).text(it.releaseDigest().text());
    row.json(ITEMS, KeptItems.of(it.injected())).text(it.injection()).json(ATTEMPTS, it.attempts());
    row.json(TARGET, it.chosen());
    row.number(it.usage().promptTokens()).number(it.usage().completionTokens());
    timings(row, it.timings());
    row.text(it.outcome().name()).number(it.httpStatus());
    row.text(it.asked().reason().name()).real(it.asked().probability());
    row.flag(it.holdout()).text(it.lane().name());
    row.json(FINDINGS, it.findings()).text(it.cache().name());
    row.number(it.usage().cachedTokens()).number(it.usage().reasoningTokens());
    row.number(it.usage().costNanoUsd()).flag(it.usage().estimated());
    row.number(facts).number(decision).number(it.usage().writtenTokens());
    row.insert();
  }

  private static @Nullable Long shared(
      Statements statements, SharedJson known, ExchangeRecord exchange, KeptJson json)
      throws SQLException {
    Object shared = json.shared();
    return shared == null ? null : known.number(statements, exchange.tenant(), shared);
  }

  private static void timings(Row row, ExchangeRecord.Timings it) throws SQLException {
    row.number(it.totalMicros()).number(it.upstreamMicros()).number(it.overheadMicros());
    row.number(it.judgedMicros()).number(it.injectedMicros()).number(it.firstByteMicros());
  }

  static void content(Statements statements, ExchangeRecord exchange, ExchangeContent it)
      throws SQLException {
    Row row = new Row(statements.of(CONTENT));
    row.text(exchange.tenant().value()).text(exchange.id().toString()).text(it.subject());
    row.text(it.query()).text(it.messages()).text(it.answer());
    row.insert();
  }

  /** A statement whose parameters are set one after the other. */
  private static final class Row {
    private final PreparedStatement statement;
    private int last;

    Row(PreparedStatement statement) {
      this.statement = statement;
    }

    Row text(String value) throws SQLException {
      statement.setString(++last, value);
      return this;
    }

    Row number(long value) throws SQLException {
      statement.setLong(++last, value);
      return this;
    }

    Row number(@Nullable Long value) throws SQLException {
      if (value == null) {
        statement.setNull(++last, Types.BIGINT);
        return this;
      }
      return number(value.longValue());
    }

    Row real(double value) throws SQLException {
      statement.setDouble(++last, value);
      return this;
    }

    Row flag(boolean value) throws SQLException {
      return number(value ? 1L : 0L);
    }

    Row json(ObjectWriter writer, @Nullable Object value) throws SQLException {
      if (value == null) {
        statement.setNull(++last, Types.VARCHAR);
        return this;
      }
      try {
        return text(writer.writeValueAsString(value));
      } catch (JsonProcessingException unwritable) {
        throw new IllegalArgumentException("cannot be written as JSON", unwritable);
      }
    }

    void insert() throws SQLException {
      statement.executeUpdate();
    }
  }
}
