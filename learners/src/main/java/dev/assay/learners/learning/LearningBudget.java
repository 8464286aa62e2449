package dev.assay.learners.learning;

import dev.assay.learners.store.Database;
import dev.assay.policies.tenant.TenantId;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToIntFunction;

/**
 * How many model calls learning and evaluation may still make today (UTC). Calls are taken in
 * durable blocks before they are made, so that a crash counts a block too many and never one too
 * few.
 */
public final class LearningBudget {
  private static final int BLOCK = 50;

  private final Database database;
  private final Clock clock;
  private final ToIntFunction<TenantId> callsPerDay;
  private final ConcurrentMap<TenantId, Block> blocks = new ConcurrentHashMap<>();

  /** Calls of this day that were taken durably and not made yet; guarded by itself. */
  private static final class Block {
    private LocalDate day = LocalDate.EPOCH;
    private int left;
  }

  /**
   * A budget.
   *
   * @param callsPerDay what a tenant's policy allows now
   */
  public LearningBudget(Database database, Clock clock, ToIntFunction<TenantId> callsPerDay) {
    this.database = database;
    this.clock = clock;
    this.callsPerDay = callsPerDay;
  }

  /**
   * Takes one call; false when today's are used up. Blocks for a write now and then: call it from a
   * virtual thread.
   */
  public boolean tryTake(TenantId tenant) {
    Block block = blocks.computeIfAbsent(tenant, unseen -> new Block());
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    synchronized (block) {
      if (!block.day.equals(today)) {
        block.day = today;
        block.left = 0;
      }
      if (block.left == 0) {
        block.left = lease(tenant, today, callsPerDay.applyAsInt(tenant));
      }
      if (block.left == 0) {
        return false;
      }
      block.left--;
      return true;
    }
  }

  private int lease(TenantId tenant, LocalDate day, int limit) {
    return database
        .write(handle -> {
          int taken =
              handle
                  .createQuery(
                      "SELECT taken FROM learning_budget"
                          + " WHERE tenant = :tenant AND day = :day")
                  .bind("tenant", tenant.value())
                  .bind("day", day.toString())
                  .mapTo(Integer.class)
                  .findOne()
                  .orElse(0);
          int more = Math.clamp((long) limit - taken, 0, BLOCK);
          handle.execute(
              "INSERT INTO learning_budget (tenant, day, taken) VALUES (?, ?, ?)"
                  + " ON CONFLICT (tenant, day) DO UPDATE SET taken = taken + ?",
              tenant.value(),
              day.toString(),
              more,
              more);
          return more;
        })
        .toCompletableFuture()
        .join()
        .value();
  }
}
