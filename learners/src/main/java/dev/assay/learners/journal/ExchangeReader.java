package dev.assay.learners.journal;

import dev.assay.learners.feedback.About;
import dev.assay.learners.feedback.Feedback;
import dev.assay.learners.feedback.FeedbackRow;
import dev.assay.policies.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.statement.Query;

/** The journal's queries. Every one names the tenant. */
final class ExchangeReader {
  /** Exchange and content, to be followed by a condition. */
  private static final String EXCHANGES =
      "SELECT e.*, f.json AS shared_facts, d.json AS shared_decision,"
          + " c.subject, c.query, c.messages, c.answer FROM exchange e"
          + " LEFT JOIN exchange_shared f ON f.number = e.facts_shared"
          + " LEFT JOIN exchange_shared d ON d.number = e.decision_shared"
          + " LEFT JOIN exchange_content c ON c.tenant = e.tenant AND c.id = e.id ";

  /** Every signal beside each exchange it is about: its own, or all of its episode. */
  private static final String SIGNALS =
      "(SELECT f.*, e.id AS about_id, e.purpose, e.holdout FROM feedback f"
          + " JOIN exchange e ON e.tenant = f.tenant AND e.id = f.exchange_id"
          + " WHERE f.tenant = :tenant AND f.exchange_id IS NOT NULL"
          + " UNION ALL"
          + " SELECT f.*, e.id AS about_id, e.purpose, e.holdout FROM feedback f"
          + " JOIN exchange e ON e.tenant = f.tenant AND e.episode = f.episode"
          + " WHERE f.tenant = :tenant AND f.episode IS NOT NULL) s ";

  private static final String SERVED = " s.admitted = 1 AND s.purpose = 'serve' AND s.holdout = ";

  /** Ids of exchanges with new signals, by the first of these. */
  private static final String TOUCHED =
      "SELECT s.about_id AS id, min(s.position) AS first FROM "
          + SIGNALS
          + "WHERE s.position > :after AND s.position <= :last AND"
          + SERVED
          + "0 GROUP BY s.about_id";

  private static final String LABELLED =
      "SELECT DISTINCT s.about_id AS id FROM "
          + SIGNALS
          + "WHERE s.signal = 'demonstration' AND s.text IS NOT NULL AND"
          + SERVED
          + "1 ORDER BY id DESC LIMIT :limit";

  private ExchangeReader() {}

  static boolean knows(Handle handle, TenantId tenant, About about) {
    String column;
    String value;
    switch (about) {
      case About.OfExchange(UUID id) -> {
        column = "id";
        value = id.toString();
      }
      case About.OfEpisode(String episode) -> {
        column = "episode";
        value = episode;
      }
    }
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM exchange WHERE tenant = :tenant AND "
                + column
                + " = :value)")
        .bind("tenant", tenant.value())
        .bind("value", value)
        .mapTo(Boolean.class)
        .one();
  }

  /** Of how many of these exchanges each sent or said something that counts. */
  static Map<String, Integer> principals(
      Handle handle, TenantId tenant, Collection<String> exchanges) {
    if (exchanges.isEmpty()) {
      return Map.of();
    }
    return handle
        .createQuery(
            "SELECT principal, count(*) AS exchanges FROM ("
                + "SELECT principal, id FROM exchange WHERE tenant = :tenant AND id IN (<ids>)"
                + " UNION SELECT principal, exchange_id FROM feedback"
                + " WHERE tenant = :tenant AND admitted = 1 AND exchange_id IN (<ids>)"
                + " UNION SELECT f.principal, e.id FROM exchange e"
                + " JOIN feedback f ON f.tenant = e.tenant AND f.episode = e.episode"
                + " WHERE e.tenant = :tenant AND f.admitted = 1 AND e.id IN (<ids>))"
                + " GROUP BY principal")
        .bind("tenant", tenant.value())
        .bindList("ids", List.copyOf(exchanges))
        .setMapKeyColumn("principal")
        .setMapValueColumn("exchanges")
        .collectInto(new GenericType<Map<String, Integer>>() {});
  }

  static Optional<Exchange> find(Handle handle, TenantId tenant, UUID id) {
    Query exchange =
        query(handle, tenant, EXCHANGES + "WHERE e.tenant = :tenant AND e.id = :id")
            .bind("id", id.toString());
    Query signals =
        query(
                handle,
                tenant,
                "SELECT * FROM " + SIGNALS + "WHERE s.about_id = :id ORDER BY s.position")
            .bind("id", id.toString());
    return read(exchange, signals).stream().findFirst();
  }

  static List<Exchange> window(Handle handle, TenantId tenant, WindowQuery wanted) {
    long last =
        query(
                handle,
                tenant,
                "SELECT coalesce(max(position), 0) FROM (SELECT s.position FROM "
                    + SIGNALS
                    + "WHERE s.position > :after AND"
                    + SERVED
                    + "0 ORDER BY s.position LIMIT :limit)")
            .bind("after", wanted.afterPosition())
            .bind("limit", wanted.maxSignals())
            .mapTo(Long.class)
            .one();
    Query exchanges =
        query(
                handle,
                tenant,
                EXCHANGES
                    + "JOIN ("
                    + TOUCHED
                    + ") t ON t.id = e.id WHERE e.tenant = :tenant ORDER BY t.first, e.id")
            .bind("after", wanted.afterPosition())
            .bind("last", last);
    Query signals =
        query(
                handle,
                tenant,
                "SELECT s.* FROM "
                    + SIGNALS
                    + "JOIN ("
                    + TOUCHED
                    + ") t ON t.id = s.about_id"
                    + " WHERE s.admitted = 1 AND s.position <= :last ORDER BY s.position")
            .bind("after", wanted.afterPosition())
            .bind("last", last);
    return read(exchanges, signals);
  }

  static List<Exchange> holdout(Handle handle, TenantId tenant, int limit) {
    Query exchanges =
        query(
                handle,
                tenant,
                EXCHANGES
                    + "JOIN ("
                    + LABELLED
                    + ") t ON t.id = e.id WHERE e.tenant = :tenant ORDER BY e.id")
            .bind("limit", limit);
    Query signals =
        query(
                handle,
                tenant,
                "SELECT s.* FROM "
                    + SIGNALS
                    + "JOIN ("
                    + LABELLED
                    + ") t ON t.id = s.about_id WHERE s.admitted = 1 ORDER BY s.position")
            .bind("limit", limit);
    return read(exchanges, signals);
  }

  static List<Exchange> recent(Handle handle, TenantId tenant, int limit) {
    String newest = "SELECT id FROM exchange WHERE tenant = :tenant ORDER BY id DESC LIMIT :limit";
    Query exchanges =
        query(
                handle,
                tenant,
                EXCHANGES
                    + "WHERE e.tenant = :tenant AND e.id IN ("
                    + newest
                    + ") ORDER BY e.id DESC")
            .bind("limit", limit);
    Query signals =
        query(
                handle,
                tenant,
                "SELECT s.* FROM "
                    + SIGNALS
                    + "WHERE s.about_id IN ("
                    + newest
                    + ") ORDER BY s.position")
            .bind("limit", limit);
    return read(exchanges, signals);
  }

  private static List<Exchange> read(Query exchanges, Query signals) {
    FeedbackRow rows = new FeedbackRow();
    Map<UUID, List<Feedback>> byExchange = new HashMap<>();
    signals
        .map((row, context) -> {
          byExchange
              .computeIfAbsent(UUID.fromString(row.getString("about_id")), id -> new ArrayList<>())
              .add(rows.map(row, context));
          return true;
        })
        .list();
    return exchanges
        .map((row, context) -> {
          ExchangeRecord record = ExchangeRow.record(row);
          return new Exchange(
              record, ExchangeRow.content(row), byExchange.getOrDefault(record.id(), List.of()));
        })
        .list();
  }

  private static Query query(Handle handle, TenantId tenant, String sql) {
    return handle.createQuery(sql).bind("tenant", tenant.value());
  }
}
