package dev.assay.learners.spending;

import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy.Budget;
import dev.assay.policies.tenant.TenantPolicy.Period;
import dev.assay.policies.tenant.TenantPolicy.Scope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The purses of one tenant. A request draws from all of its budgets or from none; where a purse is
 * too thin it waits, on no thread, for the next lease.
 */
final class Purses {
  private static final int MAX_WAITING = 4_096;
  private static final long WAIT_MILLIS = 1_000;
  private static final long MOST_NANO_USD = 1_000_000_000_000_000_000L;

  private final TenantId tenant;
  private final Ledger ledger;
  private final Clock clock;
  private final Map<Spender, Purse> open = new HashMap<>();
  private final Set<Waiter> line = new LinkedHashSet<>();
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
  private volatile List<Budget> budgets = List.of();
  private int underWay;
  private boolean closing;

  /** Who spends a budget, whatever the time. */
  private record Spender(Scope scope, String subject, Period period) {}

  /** A budget that a request has to be within, in nanodollars. */
  record Claim(Scope scope, String subject, Period period, long limit) {}

  /** One request in line. Its identity is what counts. */
  private static final class Waiter {
    private final List<Claim> claims;
    private final long nanoUsd;
    private final CompletableFuture<Draw> answer = new CompletableFuture<>();

    Waiter(List<Claim> claims, long nanoUsd) {
      this.claims = claims;
      this.nanoUsd = nanoUsd;
    }
  }

  private record Lease(Purse purse, long wanted) {}

  Purses(TenantId tenant, Ledger ledger, Clock clock) {
    this.tenant = tenant;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * From now on these are the tenant's. What is left of others goes back: if they come again, they
   * begin with what was spent meanwhile.
   */
  void only(List<Budget> its) {
    if (!its.equals(budgets)) {
      replace(its);
    }
  }

  private synchronized void replace(List<Budget> its) {
    budgets = its;
    open.values()
        .removeIf(purse -> {
          BudgetId id = purse.id();
          boolean stays =
              its.stream().anyMatch(it -> it.scope() == id.scope() && it.per() == id.period());
          if (!stays) {
            move(purse, purse.retire());
          }
          return !stays;
        });
  }

  /** Sets so much aside in every budget. */
  CompletionStage<Draw> draw(List<Claim> claims, long nanoUsd) {
    Waiter waiter = new Waiter(claims, nanoUsd);
    List<Lease> leases;
    synchronized (this) {
      Optional<Draw> atOnce = attempt(waiter);
      if (atOnce.isPresent()) {
        return CompletableFuture.completedFuture(atOnce.get());
      }
      if (line.size() >= MAX_WAITING) {
        return CompletableFuture.completedFuture(new Draw.Unknown());
      }
      line.add(waiter);
      leases = newLeases();
    }
    leases.forEach(this::take);
    return waiter
        .answer
        .completeOnTimeout(new Draw.Unknown(), WAIT_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete((draw, failure) -> leave(waiter));
  }

  /** Puts back what was not used, or takes what was used beyond it. */
  synchronized void settle(Draw.Held held, long usedNanoUsd) {
    long unused = held.nanoUsd() - usedNanoUsd;
    for (Purse purse : held.purses()) {
      if (purse.retired()) {
        move(purse, unused);
      } else {
        purse.credit(unused);
        move(purse, purse.surplus(held.nanoUsd()));
      }
    }
  }

  /** What was leased of this budget and is not in use. */
  synchronized long free(BudgetId id) {
    Purse purse = open.get(new Spender(id.scope(), id.subject(), id.period()));
    return purse != null && purse.id().equals(id) ? purse.free() : 0;
  }

  /** Gives all that is left back; complete when no lease is under way that would come after. */
  synchronized CompletionStage<?> close() {
    open.values().forEach(purse -> move(purse, purse.retire()));
    open.clear();
    closing = true;
    closeWhenQuiet();
    return closed;
  }

  /** Empty where a lease may still bring what it needs. */
  private Optional<Draw> attempt(Waiter waiter) {
    List<Purse> purses = waiter.claims.stream().map(this::current).toList();
    Optional<Purse> spent =
        purses.stream()
            .filter(purse -> purse.cannotCover(waiter.nanoUsd))
            .max(Comparator.comparing(Purse::end));
    if (spent.isPresent()) {
      return spent.map(purse -> new Draw.Spent(purse.end(), purse.shortage(waiter.nanoUsd)));
    }
    if (!purses.stream().allMatch(purse -> purse.covers(waiter.nanoUsd))) {
      return Optional.empty();
    }
    purses.forEach(purse -> purse.draw(waiter.nanoUsd));
    return Optional.of(new Draw.Held(purses, waiter.nanoUsd));
  }

  /** The purse of this period; a former one, or one of another limit, is emptied first. */
  private Purse current(Claim claim) {
    Spender spender = new Spender(claim.scope(), claim.subject(), claim.period());
    BudgetPeriod period = BudgetPeriod.at(clock.instant(), claim.period());
    Purse purse = open.get(spender);
    if (purse != null
        && purse.limit() == claim.limit()
        && purse.id().start().equals(period.start())) {
      return purse;
    }
    if (purse != null) {
      move(purse, purse.retire());
    }
    BudgetId id =
        new BudgetId(tenant, claim.scope(), claim.subject(), claim.period(), period.start());
    Purse fresh = new Purse(id, period.end(), claim.limit());
    open.put(spender, fresh);
    return fresh;
  }

  /** One lease for all in line, so that a thousand at once cost the disk no more than one does. */
  private List<Lease> newLeases() {
    Map<Purse, Long> needed = new HashMap<>();
    for (Waiter waiter : line) {
      waiter.claims.forEach(
          claim -> needed.merge(current(claim), waiter.nanoUsd, Purses::together));
    }
    List<Lease> leases = new ArrayList<>();
    needed.forEach((purse, sum) -> {
      if (!purse.leasing() && !purse.covers(sum)) {
        purse.leasing(true);
        underWay++;
        leases.add(new Lease(purse, purse.leaseFor(sum)));
      }
    });
    return leases;
  }

  /** No budget has more, and so the sum stays a number however many are in line. */
  private static long together(long one, long other) {
    return Math.min(MOST_NANO_USD, Math.min(MOST_NANO_USD, one) + Math.min(MOST_NANO_USD, other));
  }

  private void take(Lease lease) {
    Purse purse = lease.purse();
    ledger
        .lease(purse.id(), lease.wanted(), purse.limit())
        .whenComplete((granted, failure) -> {
          if (failure == null) {
            leased(lease, granted);
          } else {
            notLeased(purse);
          }
          ended();
        });
  }

  private synchronized void ended() {
    underWay--;
    closeWhenQuiet();
  }

  private void closeWhenQuiet() {
    if (closing && underWay == 0) {
      closed.complete(true);
    }
  }

  private void leased(Lease lease, long granted) {
    Purse purse = lease.purse();
    List<Runnable> answers = new ArrayList<>();
    List<Lease> leases;
    synchronized (this) {
      purse.leasing(false);
      if (purse.retired()) {
        move(purse, granted);
      } else {
        purse.leased(granted, lease.wanted());
      }
      for (Iterator<Waiter> rest = line.iterator(); rest.hasNext(); ) {
        Waiter waiter = rest.next();
        attempt(waiter)
            .ifPresent(draw -> {
              rest.remove();
              answers.add(() -> answer(waiter, draw));
            });
      }
      leases = newLeases();
    }
    answers.forEach(Runnable::run);
    leases.forEach(this::take);
  }

  private void notLeased(Purse purse) {
    List<Waiter> vain = new ArrayList<>();
    List<Lease> leases;
    synchronized (this) {
      purse.leasing(false);
      for (Waiter waiter : line) {
        if (waiter.claims.stream().anyMatch(claim -> current(claim).equals(purse))) {
          vain.add(waiter);
        }
      }
      vain.forEach(line::remove);
      leases = newLeases();
    }
    vain.forEach(waiter -> answer(waiter, new Draw.Unknown()));
    leases.forEach(this::take);
  }

  /** It may have stopped waiting between leaving the line and being answered. */
  private void answer(Waiter waiter, Draw draw) {
    if (!waiter.answer.complete(draw) && draw instanceof Draw.Held held) {
      settle(held, 0);
    }
  }

  private synchronized void leave(Waiter waiter) {
    line.remove(waiter);
  }

  /** Gives back so much, or below zero counts it as spent; a debt that can't be kept stays one. */
  private void move(Purse purse, long nanoUsd) {
    if (nanoUsd == 0) {
      return;
    }
    ledger
        .add(purse.id(), -nanoUsd)
        .thenAccept(written -> {
          if (!written && nanoUsd < 0) {
            owe(purse, nanoUsd);
          }
        });
  }

  private synchronized void owe(Purse purse, long nanoUsd) {
    if (!purse.retired()) {
      purse.credit(nanoUsd);
    }
  }
}
