package dev.assay.learners.spending;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How much of each budget was taken, in nanodollars: used, or about to be. */
final class BudgetRows {
  private static final String KEY =
      " WHERE tenant = ? AND scope = ? AND subject = ? AND period = ? AND starts_at = ?";

  private static final int MAX_SUBJECTS = 1_000;

  private BudgetRows() {}

  /** Takes up to so much of what is left, and says how much that was. */
  static long lease(Handle handle, BudgetId id, long wanted, long limit) {
    long granted = Math.clamp(limit - taken(handle, id), 0, wanted);
    if (granted > 0) {
      add(handle, id, granted);
    }
    return granted;
  }

  /**
   * What was spent while there was no such budget counts as well: none is begun with less than its
   * period has cost. While there is one, no sum of days is ahead of what was taken for it.
   */
  private static long taken(Handle handle, BudgetId id) {
    long known = known(handle, id);
    long spent = spent(handle, id);
    if (spent > known) {
      add(handle, id, spent - known);
    }
    return Math.max(known, spent);
  }

  /**
   * How much was spent of this one, or is set aside.
   *
   * @param unused how much of what was taken is in no request's use
   */
  static long standing(Handle handle, BudgetId id, long unused) {
    return Math.max(known(handle, id) - unused, spent(handle, id));
  }

  /** Whose budgets of this scope were drawn on in this period. */
  static List<String> subjects(Handle handle, BudgetId any) {
    return handle
        .select(
            "SELECT subject FROM budget WHERE tenant = ? AND scope = ? AND period = ?"
                + " AND starts_at = ? ORDER BY subject LIMIT "
                + MAX_SUBJECTS,
            any.tenant().value(),
            any.scope().word(),
            any.period().word(),
            any.start().getEpochSecond())
        .mapTo(String.class)
        .list();
  }

  private static long known(Handle handle, BudgetId id) {
    return handle
        .select("SELECT taken_nano_usd FROM budget" + KEY, key(id))
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  /** By the sums of days, which know nothing of hours. */
  private static long spent(Handle handle, BudgetId id) {
    LocalDate first = LocalDate.ofInstant(id.start(), ZoneOffset.UTC);
    Optional<LocalDate> last =
        switch (id.period()) {
          case HOUR -> Optional.empty();
          case DAY -> Optional.of(first);
          case MONTH -> Optional.of(first.with(TemporalAdjusters.lastDayOfMonth()));
        };
    String of =
        switch (id.scope()) {
          case TENANT -> "''";
          case KEY -> "key_id";
          case MODEL -> "alias";
        };
    return last.flatMap(day ->
            handle
                .select(
                    "SELECT sum(nano_usd) FROM usage_day WHERE tenant = ? AND day BETWEEN ? AND ?"
                        + " AND ? = "
                        + of,
                    id.tenant().value(),
                    first.toString(),
                    day.toString(),
                    id.subject())
                .mapTo(Long.class)
                .findOne())
        .orElse(0L);
  }

  /** Adds what was spent, or below zero gives back, whatever the limit. */
  static void add(Handle handle, BudgetId id, long nanoUsd) {
    handle.execute(
        "INSERT INTO budget (tenant, scope, subject, period, starts_at, taken_nano_usd)"
            + " VALUES (?, ?, ?, ?, ?, max(0, ?))"
            + " ON CONFLICT (tenant, scope, subject, period, starts_at)"
            + " DO UPDATE SET taken_nano_usd = max(0, taken_nano_usd + ?)",
        id.tenant().value(),
        id.scope().word(),
        id.subject(),
        id.period().word(),
        id.start().getEpochSecond(),
        nanoUsd,
        nanoUsd);
  }

  static void forgetBefore(Handle handle, Instant start) {
    handle.execute("DELETE FROM budget WHERE starts_at < ?", start.getEpochSecond());
  }

  private static Object[] key(BudgetId id) {
    return new Object[] {
      id.tenant().value(),
      id.scope().word(),
      id.subject(),
      id.period().word(),
      id.start().getEpochSecond()
    };
  }
}
