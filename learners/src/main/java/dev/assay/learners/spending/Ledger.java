package dev.assay.learners.spending;

import dev.assay.learners.store.Committed;
import dev.assay.learners.store.Database;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves money between a budget's row and a purse. Writes keep the order they were asked for. */
final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

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

  /** Complete when all that was asked for so far is on disk. */
  CompletionStage<?> flushed() {
    return database.write(handle -> true);
  }
}
