package dev.assay.learners.spending;

import dev.assay.policies.judge.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was set aside for one request, or which limits it is not within. It does not refuse: policy
 * does. Given back exactly once, by {@link #settle} or {@link #release}.
 */
public final class Reservation {
  private final Ask ask;
  private final Verdict verdict;
  private final Shares shares;
  private final Shares.Taken taken;
  private final Purses purses;
  private final Draw.Held held;
  private final Prices prices;
  private final LongSupplier nanos;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final AtomicReference<@Nullable Reservation> carried = new AtomicReference<>();

  private Reservation(
      Ask ask,
      Verdict verdict,
      Shares shares,
      Shares.Taken taken,
      Purses purses,
      Draw.Held held,
      Prices prices,
      LongSupplier nanos) {
    this.ask = ask;
    this.verdict = verdict;
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
    Reservation without(Ask ask, Verdict verdict, Shares.Taken taken) {
      return new Reservation(ask, verdict, shares, taken, purses, Draw.Held.NOTHING, prices, nanos);
    }

    /** What the shares gave goes back where there is no money. */
    Reservation with(Ask ask, Shares.Taken taken, Draw draw) {
      return switch (draw) {
        case Draw.Held held ->
            new Reservation(ask, Verdict.ROOM, shares, taken, purses, held, prices, nanos);
        case Draw.Spent(var until, var shortage) ->
            refused(
                ask,
                new Verdict(
                    new Standing(true, true, true, true, false, true),
                    Duration.between(clock.instant(), until).toNanos(),
                    Optional.of(shortage)),
                taken);
        case Draw.Unknown() ->
            refused(
                ask,
                new Verdict(new Standing(true, true, true, true, true, false), 0, Optional.empty()),
                taken);
      };
    }

    /** Gives back what the shares gave. */
    Reservation refused(Ask ask, Verdict verdict, Shares.Taken taken) {
      Reservation none = without(ask, verdict, taken);
      none.release();
      return none;
    }
  }

  /** Which limits it is within. */
  public Standing standing() {
    return verdict.standing();
  }

  /** What it lacks; empty where it has all, and where that can't be told. */
  public Optional<Shortage> shortage() {
    return verdict.shortage();
  }

  /** When it is worth trying again; at least a second. */
  public long retryAfterSeconds() {
    return Math.max(1, Math.ceilDiv(verdict.waitNanos(), 1_000_000_000L));
  }

  /** Where its requests a minute stand after this one: the limit that leaves least. */
  public Optional<Room> requests() {
    return tightest(Shares.Taken::requestRoom);
  }

  /** Where its tokens a minute stand after this one: the limit that leaves least. */
  public Optional<Room> tokens() {
    return tightest(Shares.Taken::tokenRoom);
  }

  private Optional<Room> tightest(Function<Shares.Taken, Optional<Room>> room) {
    return Stream.of(Optional.of(this), Optional.ofNullable(carried.get()))
        .flatMap(Optional::stream)
        .flatMap(it -> room.apply(it.taken).stream())
        .reduce(Room::tighter);
  }

  /** The model that the client asked for, as far as it has said so by now; empty for none. */
  public String alias() {
    Reservation more = carried.get();
    return more == null ? ask.alias() : more.alias();
  }

  Ask ask() {
    return ask;
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
    if (!giveBack(usage.tokens(), cost == null ? 0 : cost) && verdict.standing().holds()) {
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
    Reservation more = carried.get();
    if (more != null) {
      more.giveBack(tokens, nanoUsd);
    }
    return true;
  }

  /** From now on the other is given back with this one, and at once where this one was. */
  void carry(Reservation more) {
    carried.set(more);
    if (settled.get()) {
      more.release();
    }
  }
}
