package dev.assay.learners.spending;

import java.time.Instant;
import java.util.Optional;

/**
 * The part of one budget that was taken durably and not used yet. Guarded by its tenant's lock.
 *
 * <p>Money moves from the budget's row into a purse before it may be used, and what is not used
 * moves back: a crash in between has counted too much, never too little.
 */
final class Purse {
  /** A lease is a hundredth of the budget, if no single request needs more. */
  private static final int LEASES = 100;

  private final BudgetId id;
  private final Instant end;
  private final long limit;
  private final long block;
  private long free;
  private boolean leasing;
  private boolean dry;
  private boolean retired;

  /**
   * An empty one.
   *
   * @param end when the next period begins
   * @param limit the whole budget, in nanodollars
   */
  Purse(BudgetId id, Instant end, long limit) {
    this.id = id;
    this.end = end;
    this.limit = limit;
    this.block = Math.max(1, limit / LEASES);
  }

  BudgetId id() {
    return id;
  }

  Instant end() {
    return end;
  }

  long limit() {
    return limit;
  }

  long free() {
    return free;
  }

  boolean covers(long nanoUsd) {
    return free >= nanoUsd;
  }

  /** Whether the budget has no more than is in here, and that does not do. */
  boolean cannotCover(long nanoUsd) {
    return !covers(nanoUsd) && (dry || nanoUsd > limit);
  }

  /** What it lacks for such a request; what is left is known once nothing is left to lease. */
  Shortage.Money shortage(long nanoUsd) {
    return new Shortage.Money(
        new Shortage.Owner(id.scope(), id.subject()),
        id.period(),
        limit,
        dry ? Optional.of(free) : Optional.empty(),
        nanoUsd);
  }

  void draw(long nanoUsd) {
    free -= nanoUsd;
  }

  /** How much to lease for requests that need so much in all. */
  long leaseFor(long needed) {
    return Math.max(block, needed - free);
  }

  boolean leasing() {
    return leasing;
  }

  void leasing(boolean underWay) {
    leasing = underWay;
  }

  /** A lease came: less than was wanted means that there is no more. */
  void leased(long granted, long wanted) {
    free += granted;
    dry = granted < wanted;
  }

  /** Puts back what was not used, or takes what was used beyond it. */
  void credit(long nanoUsd) {
    free += nanoUsd;
  }

  /** Takes out what does not stay in: a debt, or more than the next requests are likely to need. */
  long surplus(long lastNanoUsd) {
    long kept = 2 * Math.max(block, lastNanoUsd);
    long surplus = free < 0 ? free : free > kept ? free - kept / 2 : 0;
    free -= surplus;
    if (surplus > 0) {
      dry = false;
    }
    return surplus;
  }

  /** Takes out all there is; from now on nothing stays in. */
  long retire() {
    retired = true;
    long rest = free;
    free = 0;
    return rest;
  }

  boolean retired() {
    return retired;
  }
}
