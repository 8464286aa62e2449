package dev.assay.learners.spending;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** How much of each budget was taken, in nanodollars: used, or about to be. */
final class BudgetRows {
  private static final String KEY =
      " WHERE tenant = ? AND scope = ? AND subject = ? AND period = ? AND starts_at = ?";

  private BudgetRows() {}

  static long taken(Handle handle, BudgetId id) {
    return handle
        .select("SELECT taken_nano_usd FROM budget" + KEY, key(id))
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  /** Takes up to so much of what is left, and says how much that was. */
  static long lease(Handle handle, BudgetId id, long wanted, long limit) {
    long granted = Math.clamp(limit - taken(handle, id), 0, wanted);
    if (granted > 0) {
      add(handle, id, granted);
    }
    return granted;
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
