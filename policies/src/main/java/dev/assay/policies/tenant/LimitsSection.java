package dev.assay.policies.tenant;

import dev.assay.config.Names;
import dev.assay.config.yaml.Fields;
import dev.assay.config.yaml.Value;
import dev.assay.config.yaml.Words;
import dev.assay.policies.tenant.TenantPolicy.Budget;
import dev.assay.policies.tenant.TenantPolicy.Limits;
import dev.assay.policies.tenant.TenantPolicy.Period;
import dev.assay.policies.tenant.TenantPolicy.Scope;
import dev.assay.policies.tenant.TenantPolicy.Shared;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a tenant's limits and budgets. */
final class LimitsSection {
  private static final int MAX_REQUESTS = 1_000_000;
  private static final int MAX_TOKENS = 1_000_000_000;
  private static final int MAX_CONCURRENT = 100_000;
  private static final int MAX_MODELS = 64;
  private static final int MIB = 1024 * 1024;

  private static final int USD_DECIMALS = 6;
  private static final BigDecimal MIN_USD = new BigDecimal("0.000001");
  private static final BigDecimal MAX_USD = new BigDecimal("1000000000");

  private static final Map<String, Period> PERIODS =
      Words.of(List.of(Period.values()), Period::word);
  private static final Map<String, Scope> SCOPES = Words.of(List.of(Scope.values()), Scope::word);

  private LimitsSection() {}

  static Limits read(Fields file, List<String> aliases, Limits standard) {
    List<Budget> budgets =
        file.value("budgets").map(LimitsSection::budgets).orElse(standard.budgets());
    return file.section(
        "limits",
        it ->
            new Limits(
                it.integer("requests_per_minute", standard.requestsPerMinute(), 1, MAX_REQUESTS),
                it.integer("max_request_bytes", standard.maxRequestBytes(), 1, 64 * MIB),
                it.integer("max_output_tokens", standard.maxOutputTokens(), 1, 1_000_000),
                tokens(it),
                concurrent(it),
                it.section("tenant", LimitsSection::shared),
                it.value("models").map(value -> models(value, aliases)).orElse(Map.of()),
                budgets));
  }

  private static Shared shared(Fields fields) {
    return new Shared(
        fields.integer("requests_per_minute", Limits.UNLIMITED, 1, MAX_REQUESTS),
        tokens(fields),
        concurrent(fields));
  }

  private static int tokens(Fields fields) {
    return fields.integer("tokens_per_minute", Limits.UNLIMITED, 1, MAX_TOKENS);
  }

  private static int concurrent(Fields fields) {
    return fields.integer("concurrent_requests", Limits.UNLIMITED, 1, MAX_CONCURRENT);
  }

  private static Map<String, Shared> models(Value value, List<String> aliases) {
    return value.named(
        MAX_MODELS,
        Names.ALIAS,
        (alias, limits) -> {
          if (!aliases.contains(alias)) {
            limits.refuse(
                limits.name() + ", a model this tenant may not ask for",
                "one of those under models");
          }
          return limits.fields(LimitsSection::shared);
        });
  }

  private static List<Budget> budgets(Value value) {
    List<Budget> budgets = new ArrayList<>();
    for (Budget budget :
        value.list(
            0,
            PERIODS.size() * SCOPES.size(),
            item -> item.fields(LimitsSection::budget).flatMap(read -> read))) {
      boolean twice =
          budgets.stream().anyMatch(it -> it.per() == budget.per() && it.scope() == budget.scope());
      if (twice) {
        value.refuse(
            "two budgets per " + budget.per().word() + " for each " + budget.scope().word(),
            "one for each scope and period");
      }
      budgets.add(budget);
    }
    return budgets;
  }

  private static Optional<Budget> budget(Fields fields) {
    Optional<BigDecimal> usd =
        fields
            .required("usd", "how much, such as 50")
            .flatMap(it -> it.exact(USD_DECIMALS, MIN_USD, MAX_USD));
    Optional<Period> per =
        fields.required("per", "hour, day or month").flatMap(it -> it.word(PERIODS));
    Scope scope = fields.word("scope", Scope.TENANT, SCOPES);
    return usd.flatMap(amount ->
        per.map(period ->
            new Budget(amount.movePointRight(USD_DECIMALS).longValueExact(), period, scope)));
  }
}
