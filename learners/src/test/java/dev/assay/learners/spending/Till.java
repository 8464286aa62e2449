package dev.assay.learners.spending;

import dev.assay.config.prices.Price;
import dev.assay.config.prices.PriceTable;
import dev.assay.learners.Samples;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.GatheredWrites;
import dev.assay.learners.store.Migrations;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.Budget;
import dev.assay.policies.tenant.TenantPolicy.Limits;
import dev.assay.policies.tenant.TenantPolicy.Shared;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Allowances over a real database file, where a thousand tokens of an answer cost a microdollar.
 */
final class Till implements AutoCloseable {
  static final int TOKENS_A_MICRO = 1_000;
  static final Target CHEAP = new Target.Configured("cloud", "cheap", "eu");
  static final Target DEAR = new Target.Configured("cloud", "dear", "eu");
  static final Target UNPRICED = new Target.Configured("cloud", "unpriced", "eu");

  private static final PriceTable PRICES =
      new PriceTable(
          LocalDate.of(2026, 1, 31),
          "a test",
          Map.of(
              "cloud",
              Map.of("cheap", Price.ofTokens(0, 0, 1_000), "dear", Price.ofTokens(0, 0, 10_000))));

  final Database database;
  final Allowances allowances;
  final AtomicLong nanos = new AtomicLong();
  Instant now = Instant.parse("2026-01-31T23:30:00Z");

  Till(Path folder) {
    database = Database.open(folder, Migrations.FOLDERS);
    allowances = Allowances.open(database, PRICES, new Ticking(() -> now), nanos::get);
  }

  /** Closes the database without giving anything back, as the end of a process would. */
  void crash() {
    database.close();
  }

  @Override
  public void close() {
    allowances.close();
    database.close();
  }

  Reservation reserve(String key, TenantPolicy policy, int outputTokens) {
    return reserve(ask(key, policy, outputTokens));
  }

  Reservation reserve(Ask ask) {
    return allowances.reserve(ask).toCompletableFuture().join();
  }

  /** As the journal writes it when an exchange ended. */
  void spent(String key, String alias, String at, long nanoUsd) {
    UsageBook.Spent spent =
        new UsageBook.Spent(
            Samples.ACME,
            Instant.parse(at),
            "web",
            key,
            alias,
            CHEAP.provider(),
            CHEAP.model(),
            answered(1),
            nanoUsd);
    new GatheredWrites<UsageBook.Spent>(database, UsageBook::add)
        .add(spent)
        .toCompletableFuture()
        .join();
  }

  /** Of all budgets together, on disk. */
  long takenNanoUsd() {
    return database.read(handle ->
        handle
            .createQuery("SELECT coalesce(sum(taken_nano_usd), 0) FROM budget")
            .mapTo(Long.class)
            .one());
  }

  static Ask ask(String key, TenantPolicy policy, int outputTokens) {
    return new Ask(
        key, "sandbox", true, new Estimate(0, outputTokens, 0, 0), List.of(CHEAP), policy);
  }

  static TokenUsage answered(int tokens) {
    return new TokenUsage(0, 0, tokens, 0, false);
  }

  static TenantPolicy budgets(Budget... budgets) {
    return policy(0, 0, 0, Shared.UNLIMITED, Map.of(), budgets);
  }

  static TenantPolicy policy(
      int requests,
      int tokens,
      int concurrent,
      Shared tenant,
      Map<String, Shared> models,
      Budget... budgets) {
    TenantPolicy sample = Samples.policy();
    return new TenantPolicy(
        sample.tenant(),
        sample.models(),
        new Limits(
            requests, 1_000_000, 1_000, tokens, concurrent, tenant, models, List.of(budgets)),
        sample.residency(),
        sample.content(),
        sample.injection(),
        sample.passThrough(),
        sample.asking(),
        sample.feedback(),
        sample.learning(),
        sample.envelope(),
        sample.contentRules(),
        sample.cache());
  }
}
