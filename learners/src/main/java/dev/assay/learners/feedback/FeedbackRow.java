package dev.assay.learners.feedback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Feedback} from a row that has all columns of its table. */
public final class FeedbackRow implements RowMapper<Feedback> {
  private static final TypeReference<List<Decision.Reason>> REASONS = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> TAGS = new TypeReference<>() {};

  @Override
  public Feedback map(ResultSet row, StatementContext context) throws SQLException {
    return new Feedback(
        UUID.fromString(row.getString("id")),
        row.getLong("position"),
        new TenantId(row.getString("tenant")),
        about(row),
        row.getString("metric"),
        signal(row),
        row.getString("principal"),
        row.getString("key_id"),
        row.getString("idempotency_key"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getBoolean("admitted"),
        reasons(row.getString("reasons")),
        row.getString("policy_revision"),
        row.getString("facts"),
        tags(row.getString("tags")));
  }

  private static Map<String, String> tags(@Nullable String json) {
    if (json == null) {
      return Map.of();
    }
    try {
      return CanonicalJson.MAPPER.readValue(json, TAGS);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("stored tags are not readable", unreadable);
    }
  }

  private static About about(ResultSet row) throws SQLException {
    String exchange = row.getString("exchange_id");
    return exchange == null
        ? new About.OfEpisode(row.getString("episode"))
        : new About.OfExchange(UUID.fromString(exchange));
  }

  private static @Nullable Signal signal(ResultSet row) throws SQLException {
    String text = row.getString("text");
    return switch (row.getString("signal")) {
      case "boolean" -> new Signal.Bool(row.getInt("number") == 1);
      case "float" -> new Signal.Score(row.getDouble("number"));
      case "comment" -> text == null ? null : new Signal.Comment(text);
      case "demonstration" -> text == null ? null : new Signal.Demonstration(text);
      default -> throw new IllegalStateException("unknown signal " + row.getString("signal"));
    };
  }

  private static List<Decision.Reason> reasons(String json) {
    try {
      return CanonicalJson.MAPPER.readValue(json, REASONS);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("stored reasons are not readable", unreadable);
    }
  }
}
