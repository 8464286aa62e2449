package dev.assay.gateway.upstream;

import dev.assay.config.Provider;
import java.util.function.LongSupplier;

/**
 * How many requests a provider may be sent beyond one an exchange, so that its failures are not
 * answered with a storm: every exchange adds a share of a request, every retry takes a whole one,
 * as in Finagle's {@code RetryBudget}. What was saved is bounded, so that a quiet hour does not pay
 * for one. A small floor that fills with time lets a provider with little traffic be retried too.
 * May be used from several threads.
 */
final class RetryBudget {
  /** As many retries as may be saved up. */
  private static final double MOST_SAVED = 100;

  /** Seconds for which the floor is saved up. */
  private static final int FLOOR_SECONDS = 10;

  private final Provider.Retries allowed;
  private final LongSupplier nanos;
  private double saved;
  private double floor;
  private long filledAt;

  /**
   * A budget whose floor is full.
   *
   * @param nanos a clock that only runs forward
   */
  RetryBudget(Provider.Retries allowed, LongSupplier nanos) {
    this.allowed = allowed;
    this.nanos = nanos;
    this.floor = (double) FLOOR_SECONDS * allowed.floorPerSecond();
    this.filledAt = nanos.getAsLong();
  }

  /** The provider is sent the first request of an exchange. */
  synchronized void deposit() {
    saved = Math.min(MOST_SAVED, saved + allowed.share());
  }

  /** Takes a retry if there is one. */
  synchronized boolean tryTake() {
    fill();
    if (saved >= 1) {
      saved--;
      return true;
    }
    if (floor >= 1) {
      floor--;
      return true;
    }
    return false;
  }

  /** How many retries there are. */
  synchronized double left() {
    fill();
    return saved + floor;
  }

  private void fill() {
    long now = nanos.getAsLong();
    double most = (double) FLOOR_SECONDS * allowed.floorPerSecond();
    floor = Math.min(most, floor + (now - filledAt) / 1e9 * allowed.floorPerSecond());
    filledAt = now;
  }
}
