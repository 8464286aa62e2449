package dev.assay.learners.evaluation;

import dev.assay.learners.audit.Audit;
import dev.assay.learners.store.Database;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How much error probability a tenant's evaluations may still spend. Looking often at the same rows
 * finds a lucky candidate sooner or later; so every look spends, and only rows that were never
 * looked at refill. By the union bound the expected number of changes that pass although they lose
 * exactly the margin is at most {@value #PER_ROW} per labelled row, for ever; changes that lose
 * more pass less often. Spending from a wealth that new evidence refills is alpha investing (Foster
 * and Stine, JRSS B 70, 2008); here a passed change earns nothing back, which is stricter.
 */
public final class AlphaLedger {
  /** What a fresh labelled row adds. */
  static final double PER_ROW = 0.003;

  private static final double MAX_BALANCE = 0.4;
  private static final double SHARE_PER_LOOK = 0.5;
  private static final double MAX_PER_LOOK = 0.1;
  private static final double MIN_PER_LOOK = 0.005;

  private final Database database;
  private final Audit audit;
  private final Clock clock;

  public AlphaLedger(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** What a look may spend, or why it may not be taken. */
  sealed interface Look {
    /**
     * The look may be taken.
     *
     * @param alpha error probability of this look
     */
    record Granted(double alpha) implements Look {}

    /**
     * The balance does not reach.
     *
     * @param freshRowsNeeded labelled rows that would make the next look possible
     */
    record Refused(double balance, int freshRowsNeeded) implements Look {}
  }

  /** What {@link #spend} would answer now. Blocks. */
  Look offer(TenantId tenant, Digest look, List<HoldoutRow> rows) {
    return database.read(handle -> {
      Optional<Double> before = spentOn(handle, tenant, look);
      if (before.isPresent()) {
        return new Look.Granted(before.get());
      }
      List<String> credited =
          handle
              .createQuery("SELECT exchange FROM alpha_row WHERE tenant = :tenant")
              .bind("tenant", tenant.value())
              .mapTo(String.class)
              .list();
      java.util.Set<String> known = java.util.Set.copyOf(credited);
      int fresh = (int) rows.stream().filter(row -> !known.contains(row.exchange())).count();
      return look(refilled(balance(handle, tenant), fresh));
    });
  }

  /**
   * Spends on a look, durably and audited, before anyone sees what it shows. The same look again
   * costs nothing and has the same alpha, so that an evaluation cut short can be finished. Blocks.
   *
   * @param look names base, candidate and holdout
   */
  Look spend(TenantId tenant, Digest look, List<HoldoutRow> rows) {
    return database
        .write(handle -> spend(handle, tenant, look, rows))
        .toCompletableFuture()
        .join()
        .value();
  }

  private Look spend(Handle handle, TenantId tenant, Digest look, List<HoldoutRow> rows) {
    Optional<Double> before = spentOn(handle, tenant, look);
    if (before.isPresent()) {
      return new Look.Granted(before.get());
    }
    int fresh = 0;
    for (HoldoutRow row : rows) {
      fresh +=
          handle.execute(
              "INSERT OR IGNORE INTO alpha_row (tenant, exchange) VALUES (?, ?)",
              tenant.value(),
              row.exchange());
    }
    double balance = refilled(balance(handle, tenant), fresh);
    Look answer = look(balance);
    double spent =
        switch (answer) {
          case Look.Granted(double alpha) -> alpha;
          case Look.Refused refused -> 0;
        };
    // A refused look is no look: only its fresh rows are entered, under a name of their own.
    String name = spent > 0 ? look.text() : look.text() + "/" + clock.instant();
    if (spent > 0 || fresh > 0) {
      enter(handle, tenant, name, fresh, spent, balance - spent);
    }
    return answer;
  }

  private void enter(
      Handle handle, TenantId tenant, String look, int fresh, double spent, double balance) {
    handle.execute(
        "INSERT INTO alpha_entry (tenant, look, at, fresh_rows, spent, balance)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        tenant.value(),
        look,
        clock.instant().toEpochMilli(),
        fresh,
        spent,
        balance);
    audit.append(
        handle,
        "evaluator",
        "evaluation.look",
        tenant,
        look,
        Map.of("freshRows", fresh, "spent", spent, "balance", balance));
  }

  private static Look look(double balance) {
    double alpha = Math.min(MAX_PER_LOOK, balance * SHARE_PER_LOOK);
    if (alpha >= MIN_PER_LOOK) {
      return new Look.Granted(alpha);
    }
    double missing = MIN_PER_LOOK / SHARE_PER_LOOK - balance;
    return new Look.Refused(balance, (int) Math.ceil(missing / PER_ROW));
  }

  private static double refilled(double balance, int freshRows) {
    return Math.min(MAX_BALANCE, balance + freshRows * PER_ROW);
  }

  private static double balance(Handle handle, TenantId tenant) {
    return handle
        .createQuery(
            "SELECT balance FROM alpha_entry WHERE tenant = :tenant"
                + " ORDER BY position DESC LIMIT 1")
        .bind("tenant", tenant.value())
        .mapTo(Double.class)
        .findOne()
        .orElse(0.0);
  }

  private static Optional<Double> spentOn(Handle handle, TenantId tenant, Digest look) {
    return handle
        .createQuery("SELECT spent FROM alpha_entry WHERE tenant = :tenant AND look = :look")
        .bind("tenant", tenant.value())
        .bind("look", look.text())
        .mapTo(Double.class)
        .findOne();
  }
}
