package dev.assay.learners.spending;

import dev.assay.policies.judge.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was set aside for one request, or which limits it is not within. It does not refuse: policy
 * does. Given back exactly once, by {@link #settle} or {@link #release}.
 */
public final class Reservation {
  private final Ask ask;
  private final Standing standing;
  private final long waitNanos;
  private final Shares shares;
  private final Shares.Taken taken;
  private final Purses purses;
  private final Draw.Held held;
  private final Prices prices;
  private final LongSupplier nanos;
  private final AtomicBoolean settled = new AtomicBoolean();

  private Reservation(
      Ask ask,
      Standing standing,
      long waitNanos,
      Shares shares,
      Shares.Taken taken,
      Purses purses,
      Draw.Held held,
      Prices prices,
      LongSupplier nanos) {
    this.ask = ask;
    this.standing = standing;
    this.waitNanos = waitNanos;
    this.shares = shares;
    this.taken = taken;
    this.purses = purses;
    this.held = held;
    this.prices = prices;
    this.nanos = nanos;
  }

  /** The state a tenant's reservations move. */
  record Of(Shares shares, Purses purses, Prices prices, Clock clock, LongSupplier nanos) {
    /** Nothing was set aside: its shares have no room for it, or it has no price. */
    Reservation without(Ask ask, Standing standing, Shares.Taken taken) {
      return new Reservation(
          ask,
          standing,
          taken.waitNanos(),
          shares,
          taken,
          purses,
          Draw.Held.NOTHING,
          prices,
          nanos);
    }

    /** What the shares gave goes back where there is no money. */
    Reservation with(Ask ask, Shares.Taken taken, Draw draw) {
      return switch (draw) {
        case Draw.Held held ->
            new Reservation(ask, Standing.ROOM, 0, shares, taken, purses, held, prices, nanos);
        case Draw.Spent(var until) ->
            refused(ask, taken, false, Duration.between(clock.instant(), until).toNanos());
        case Draw.Unknown() -> refused(ask, taken, true, 0);
      };
    }

    private Reservation refused(Ask ask, Shares.Taken taken, boolean withinBudget, long waitNanos) {
      Reservation none =
          new Reservation(
              ask,
              new Standing(true, true, true, true, withinBudget, !withinBudget),
              waitNanos,
              shares,
              taken,
              purses,
              Draw.Held.NOTHING,
              prices,
              nanos);
      none.release();
      return none;
    }
  }

  /** Which limits it is within. */
  public Standing standing() {
    return standing;
  }

  /** When it is worth trying again; at least a second. */
  public long retryAfterSeconds() {
    return Math.max(1, Math.ceilDiv(waitNanos, 1_000_000_000L));
  }

  /** Where its requests a minute stand after this one: the limit that leaves least. */
  public Optional<Room> requests() {
    return taken.requestRoom();
  }

  /** Where its tokens a minute stand after this one: the limit that leaves least. */
  public Optional<Room> tokens() {
    return taken.tokenRoom();
  }

  /** What was asked for, at its largest. */
  public Estimate estimate() {
    return ask.estimate();
  }

  /** The same with as many images as were asked for. */
  public @Nullable Long settle(TokenUsage usage, @Nullable Target target) {
    return settle(usage, ask.estimate().images(), target);
  }

  /**
   * Counts what was really used and gives the rest back.
   *
   * @param images how many were made
   * @param target who answered; null where nobody did
   * @return what it cost, in nanodollars; null where the target has no price
   * @throws IllegalStateException when it was given back before
   */
  public @Nullable Long settle(TokenUsage usage, int images, @Nullable Target target) {
    Long cost = prices.nanoUsd(ask, usage, images, target);
    // What is not within its limits holds nothing, and gave it back when it was made.
    if (!giveBack(usage.tokens(), cost == null ? 0 : cost) && standing.holds()) {
      throw new IllegalStateException("the reservation was settled or released before");
    }
    return cost;
  }

  /** Gives all back: nothing was used. Does nothing after {@link #settle} or a second time. */
  public void release() {
    giveBack(0, 0);
  }

  private boolean giveBack(long tokens, long nanoUsd) {
    if (!settled.compareAndSet(false, true)) {
      return false;
    }
    shares.settle(taken, tokens, nanos.getAsLong());
    purses.settle(held, nanoUsd);
    return true;
  }
}
