package dev.assay.learners.spending;

import dev.assay.config.prices.Price;
import dev.assay.config.prices.PriceTable;
import dev.assay.learners.store.Database;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.Budget;
import dev.assay.policies.tenant.TenantPolicy.Scope;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What requests may still take of their tenants' limits and budgets. Kept in memory; money is
 * leased from the database in blocks that are on disk before any of it is used.
 */
public final class Allowances implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Allowances.class);
  private static final Duration KEEP_BUDGETS = Duration.ofDays(400);
  private static final long CLOSE_SECONDS = 10;
  private static final long NANO_PER_MICRO = 1_000;

  private final Ledger ledger;
  private final Prices prices;
  private final Clock clock;
  private final LongSupplier nanos;
  private final ConcurrentMap<TenantId, Reservation.Of> tenants = new ConcurrentHashMap<>();

  private Allowances(Ledger ledger, Prices prices, Clock clock, LongSupplier nanos) {
    this.ledger = ledger;
    this.prices = prices;
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * Allowances of all tenants.
   *
   * @param clock by which budgets' periods begin and end
   */
  public static Allowances open(Database database, PriceTable prices, Clock clock) {
    return open(database, prices, clock, System::nanoTime);
  }

  static Allowances open(Database database, PriceTable prices, Clock clock, LongSupplier nanos) {
    database.write(handle -> {
      BudgetRows.forgetBefore(handle, clock.instant().minus(KEEP_BUDGETS));
      return true;
    });
    return new Allowances(new Ledger(database), new Prices(prices), clock, nanos);
  }

  /**
   * Sets aside what the request takes at its largest, in all limits and budgets or in none.
   * Complete at once, unless money has to be leased first; never fails for a limit.
   */
  public CompletionStage<Reservation> reserve(Ask ask) {
    Reservation.Of tenant = tenants.computeIfAbsent(ask.policy().tenant(), this::unseen);
    tenant.purses().only(ask.policy().limits().budgets());
    Shares.Taken taken =
        ask.served() ? tenant.shares().take(ask, nanos.getAsLong()) : Shares.Taken.NOTHING;
    return reserve(tenant, ask, taken, claims(ask));
  }

  /**
   * Sets aside besides what the limits and budgets of one model want of a request that has named it
   * on its way. It is given back with the first reservation, which tells the model from now on.
   */
  public CompletionStage<Reservation> reserve(Reservation first, String alias) {
    Ask ask = first.ask().asking(alias);
    Reservation.Of tenant = tenants.computeIfAbsent(ask.policy().tenant(), this::unseen);
    Shares.Taken taken =
        ask.served() ? tenant.shares().takeOfModel(ask, nanos.getAsLong()) : Shares.Taken.NOTHING;
    List<Purses.Claim> claims =
        claims(ask).stream().filter(claim -> claim.scope() == Scope.MODEL).toList();
    return reserve(tenant, ask, taken, claims)
        .thenApply(more -> {
          first.carry(more);
          return more;
        });
  }

  private CompletionStage<Reservation> reserve(
      Reservation.Of tenant, Ask ask, Shares.Taken taken, List<Purses.Claim> claims) {
    Optional<Price> dearest = prices.dearest(ask);
    boolean priced = claims.isEmpty() || ask.candidates().isEmpty() || dearest.isPresent();
    if (!priced || !taken.verdict().standing().holds()) {
      Verdict verdict = priced ? taken.verdict() : unpriced(ask, taken.verdict());
      return CompletableFuture.completedFuture(tenant.refused(ask, verdict, taken));
    }
    if (claims.isEmpty() || dearest.isEmpty()) {
      return CompletableFuture.completedFuture(tenant.without(ask, Verdict.ROOM, taken));
    }
    return tenant
        .purses()
        .draw(claims, dearest.get().mostNanoUsd(ask.estimate().units()))
        .thenApply(draw -> tenant.with(ask, taken, draw));
  }

  /**
   * Where a tenant's budgets stand; of its keys, those that drew on theirs in this period. Blocks.
   */
  public List<BudgetStanding> budgets(TenantPolicy policy) {
    Purses purses = tenants.computeIfAbsent(policy.tenant(), this::unseen).purses();
    return ledger.standings(policy, clock.instant(), purses::free);
  }

  private Verdict unpriced(Ask ask, Verdict shares) {
    Standing standing = shares.standing();
    return new Verdict(
        new Standing(
            standing.withinRate(),
            standing.withinTokens(),
            standing.withinConcurrency(),
            false,
            true,
            true),
        shares.waitNanos(),
        shares.shortage().or(() -> Optional.of(new Shortage.Price(prices.unpriced(ask)))));
  }

  /** Gives back what was leased and not used. */
  @Override
  public void close() {
    CompletableFuture<?>[] closing =
        tenants.values().stream()
            .map(tenant -> tenant.purses().close().toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(closing)
          .thenCompose(leased -> ledger.flushed())
          .get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException failed) {
      LOG.warn("leased money was not given back: it counts as spent", failed);
    }
  }

  private Reservation.Of unseen(TenantId tenant) {
    return new Reservation.Of(
        new Shares(nanos.getAsLong()), new Purses(tenant, ledger, clock), prices, clock, nanos);
  }

  /** A learning call has no app key, and so no key's budget. */
  private static List<Purses.Claim> claims(Ask ask) {
    TenantPolicy policy = ask.policy();
    List<Purses.Claim> claims = new ArrayList<>();
    for (Budget budget : policy.limits().budgets()) {
      Optional<String> subject =
          switch (budget.scope()) {
            case TENANT -> Optional.of("");
            case KEY -> Optional.of(ask.keyId()).filter(key -> ask.served());
            case MODEL -> Optional.of(ask.alias()).filter(policy.models()::contains);
          };
      subject.ifPresent(it ->
          claims.add(
              new Purses.Claim(
                  budget.scope(), it, budget.per(), budget.microUsd() * NANO_PER_MICRO)));
    }
    return claims;
  }
}
