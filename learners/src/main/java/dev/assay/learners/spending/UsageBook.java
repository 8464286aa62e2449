package dev.assay.learners.spending;

import static java.util.stream.Collectors.toList;

import dev.assay.learners.store.Database;
import dev.assay.learners.store.Statements;
import dev.assay.policies.tenant.TenantId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sums of what was used, by day. They move in the write that records the exchange, so that they are
 * never behind the journal and never ahead of it; asking costs the rows of the answer's days.
 */
public final class UsageBook {
  private static final String ADD =
      "INSERT INTO usage_day (tenant, day, app, key_id, alias, provider, model, requests,"
          + " prompt_tokens, cached_tokens, written_tokens, completion_tokens, reasoning_tokens, nano_usd,"
          + " estimated, unpriced) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (tenant, day, app, key_id, alias, provider, model) DO UPDATE SET"
          + " requests = requests + excluded.requests,"
          + " prompt_tokens = prompt_tokens + excluded.prompt_tokens,"
          + " cached_tokens = cached_tokens + excluded.cached_tokens,"
          + " written_tokens = written_tokens + excluded.written_tokens,"
          + " completion_tokens = completion_tokens + excluded.completion_tokens,"
          + " reasoning_tokens = reasoning_tokens + excluded.reasoning_tokens,"
          + " nano_usd = nano_usd + excluded.nano_usd,"
          + " estimated = estimated + excluded.estimated,"
          + " unpriced = unpriced + excluded.unpriced";

  private static final String SUMS =
      "sum(requests) AS requests, sum(prompt_tokens) AS prompt_tokens,"
          + " sum(cached_tokens) AS cached_tokens,"
          + " sum(written_tokens) AS written_tokens, sum(completion_tokens) AS completion_tokens,"
          + " sum(reasoning_tokens) AS reasoning_tokens, sum(nano_usd) AS nano_usd,"
          + " sum(estimated) AS estimated, sum(unpriced) AS unpriced";

  private final Database database;

  public UsageBook(Database database) {
    this.database = database;
  }

  /**
   * One exchange that somebody was asked for.
   *
   * @param provider who answered; empty where nobody did
   * @param costNanoUsd null where the model has no price
   */
  public record Spent(
      TenantId tenant,
      Instant at,
      String app,
      String keyId,
      String alias,
      String provider,
      String model,
      TokenUsage tokens,
      @Nullable Long costNanoUsd) {}

  /** What is one row of a day. */
  private record Row(
      TenantId tenant,
      LocalDate day,
      String app,
      String keyId,
      String alias,
      String provider,
      String model) {
    static Row of(Spent it) {
      return new Row(
          it.tenant(),
          LocalDate.ofInstant(it.at(), ZoneOffset.UTC),
          it.app(),
          it.keyId(),
          it.alias(),
          it.provider(),
          it.model());
    }
  }

  /** Adds them, in the write that records them. */
  public static void add(Statements statements, List<Spent> all) throws SQLException {
    Map<Row, List<Spent>> rows =
        all.stream().collect(Collectors.groupingBy(Row::of, LinkedHashMap::new, toList()));
    for (Map.Entry<Row, List<Spent>> row : rows.entrySet()) {
      add(statements.of(ADD), row.getKey(), row.getValue());
    }
  }

  private static void add(PreparedStatement statement, Row row, List<Spent> of)
      throws SQLException {
    statement.setString(1, row.tenant().value());
    statement.setString(2, row.day().toString());
    statement.setString(3, row.app());
    statement.setString(4, row.keyId());
    statement.setString(5, row.alias());
    statement.setString(6, row.provider());
    statement.setString(7, row.model());
    statement.setLong(8, of.size());
    statement.setLong(9, sum(of, it -> it.tokens().promptTokens()));
    statement.setLong(10, sum(of, it -> it.tokens().cachedTokens()));
    statement.setLong(11, sum(of, it -> it.tokens().writtenTokens()));
    statement.setLong(12, sum(of, it -> it.tokens().completionTokens()));
    statement.setLong(13, sum(of, it -> it.tokens().reasoningTokens()));
    statement.setLong(14, sum(of, it -> Objects.requireNonNullElse(it.costNanoUsd(), 0L)));
    statement.setLong(15, sum(of, it -> it.tokens().estimated() ? 1 : 0));
    statement.setLong(16, sum(of, it -> it.costNanoUsd() == null ? 1 : 0));
    statement.executeUpdate();
  }

  private static long sum(List<Spent> of, ToLongFunction<Spent> part) {
    return of.stream().mapToLong(part).sum();
  }

  /** The sums over these days, the first {@link UsageQuery#MAX_ROWS} of them. Blocks. */
  public List<UsageRow> report(UsageQuery query) {
    String columns =
        query.by().stream().map(UsageQuery.By::column).collect(Collectors.joining(", "));
    String select = columns.isEmpty() ? SUMS : columns + ", " + SUMS;
    String group = columns.isEmpty() ? "" : " GROUP BY " + columns + " ORDER BY " + columns;
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT "
                    + select
                    + " FROM usage_day WHERE tenant = :tenant AND day BETWEEN :from AND :to"
                    + group
                    + " LIMIT "
                    + UsageQuery.MAX_ROWS)
            .bind("tenant", query.tenant().value())
            .bind("from", query.from().toString())
            .bind("to", query.to().toString())
            .map((row, context) -> {
              Map<String, String> of = new LinkedHashMap<>();
              for (UsageQuery.By by : query.by()) {
                of.put(by.word(), row.getString(by.column()));
              }
              return new UsageRow(
                  of,
                  row.getLong("requests"),
                  row.getLong("prompt_tokens"),
                  row.getLong("cached_tokens"),
                  row.getLong("written_tokens"),
                  row.getLong("completion_tokens"),
                  row.getLong("reasoning_tokens"),
                  row.getLong("nano_usd"),
                  row.getLong("estimated"),
                  row.getLong("unpriced"));
            })
            .list());
  }
}
