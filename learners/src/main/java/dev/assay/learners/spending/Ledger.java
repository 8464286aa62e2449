package dev.assay.learners.spending;

import dev.assay.learners.store.Committed;
import dev.assay.learners.store.Database;
import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.Budget;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves money between a budget's row and a purse. Writes keep the order they were asked for. */
final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  private static final long NANO_PER_MICRO = 1_000;

  private final Database database;

  Ledger(Database database) {
    this.database = database;
  }

  /** Takes up to so much of what is left; complete once that is on disk, with how much it was. */
  CompletionStage<Long> lease(BudgetId id, long wanted, long limit) {
    return database
        .write(handle -> BudgetRows.lease(handle, id, wanted, limit))
        .thenApply(Committed::value);
  }

  /** Counts what was spent beyond all leases, or below zero less than was. */
  CompletionStage<Boolean> add(BudgetId id, long nanoUsd) {
    return database
        .write(handle -> {
          BudgetRows.add(handle, id, nanoUsd);
          return true;
        })
        .handle((committed, failure) -> {
          if (failure != null) {
            LOG.warn("{} nanodollars could not be added to {}", nanoUsd, id, failure);
          }
          return failure == null;
        });
  }

  /**
   * Where a policy's budgets stand. Blocks.
   *
   * @param unused how much of what was taken of one is in no request's use
   */
  List<BudgetStanding> standings(
      TenantPolicy policy, Instant now, ToLongFunction<BudgetId> unused) {
    return database.read(handle ->
        policy.limits().budgets().stream()
            .flatMap(budget -> {
              BudgetId any =
                  new BudgetId(
                      policy.tenant(),
                      budget.scope(),
                      "",
                      budget.per(),
                      BudgetPeriod.at(now, budget.per()).start());
              List<String> subjects =
                  switch (budget.scope()) {
                    case TENANT -> List.of("");
                    case KEY -> BudgetRows.subjects(handle, any);
                    case MODEL -> policy.models();
                  };
              return subjects.stream().map(any::of).map(id -> standing(handle, id, budget, unused));
            })
            .toList());
  }

  private static BudgetStanding standing(
      Handle handle, BudgetId id, Budget budget, ToLongFunction<BudgetId> unused) {
    return new BudgetStanding(
        id.scope().word(),
        id.subject(),
        id.period().word(),
        id.start(),
        budget.microUsd() * NANO_PER_MICRO,
        BudgetRows.standing(handle, id, unused.applyAsLong(id)));
  }

  /** Complete when all that was asked for so far is on disk. */
  CompletionStage<?> flushed() {
    return database.write(handle -> true);
  }
}
