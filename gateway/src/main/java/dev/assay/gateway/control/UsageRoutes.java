package dev.assay.gateway.control;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.spending.Allowances;
import dev.assay.learners.spending.UsageBook;
import dev.assay.learners.spending.UsageQuery;
import dev.assay.learners.spending.UsageQuery.By;
import dev.assay.policies.engine.TenantPolicies;
import dev.assay.policies.tenant.TenantId;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What tenants used and what it cost. */
final class UsageRoutes {
  private static final int DAYS_UNASKED = 30;

  private final UsageBook book;
  private final Allowances allowances;
  private final TenantPolicies policies;
  private final Tenants tenants;
  private final Clock clock;

  UsageRoutes(
      UsageBook book,
      Allowances allowances,
      TenantPolicies policies,
      Tenants tenants,
      Clock clock) {
    this.book = book;
    this.allowances = allowances;
    this.policies = policies;
    this.tenants = tenants;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin/usage", Access.READ, this::usage),
        Route.get("/admin/budgets", Access.READ, this::budgets));
  }

  private Object budgets(Call call) {
    TenantId tenant = tenant(call);
    return Map.of(
        "tenant",
        tenant.value(),
        "budgets",
        policies
            .current(tenant)
            .map(active -> allowances.budgets(active.policy()))
            .orElse(List.of()));
  }

  private TenantId tenant(Call call) {
    String name = call.query().getOrDefault("tenant", "");
    if (!TenantId.isValid(name)) {
      throw wrong("tenant", "'tenant' is whose usage: a tenant's name.");
    }
    TenantId tenant = call.within(new TenantId(name));
    tenants.require(tenant);
    return tenant;
  }

  private Object usage(Call call) {
    TenantId tenant = tenant(call);
    LocalDate to = day(call, "to").orElseGet(() -> LocalDate.now(clock));
    LocalDate from = day(call, "from").orElseGet(() -> to.minusDays(DAYS_UNASKED));
    if (from.isAfter(to)) {
      throw wrong("from", "'from' is a day that is not after 'to'.");
    }
    UsageQuery query = new UsageQuery(tenant, by(call), from, to);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("tenant", tenant.value());
    answer.put("from", from.toString());
    answer.put("to", to.toString());
    answer.put("usage", book.report(query));
    return answer;
  }

  private static List<By> by(Call call) {
    List<By> by = new ArrayList<>();
    for (String word : call.query().getOrDefault("by", "app,model,day").split(",", -1)) {
      By found =
          Arrays.stream(By.values())
              .filter(it -> it.word().equals(word.strip()))
              .filter(it -> !by.contains(it))
              .findFirst()
              .orElseThrow(() ->
                  wrong(
                      "by",
                      "'by' is some of these between commas, each once: "
                          + Arrays.stream(By.values())
                              .map(By::word)
                              .collect(Collectors.joining(", "))
                          + "."));
      by.add(found);
    }
    return by;
  }

  private static Optional<LocalDate> day(Call call, String name) {
    try {
      return Optional.ofNullable(call.query().get(name)).map(LocalDate::parse);
    } catch (DateTimeException none) {
      throw wrong(name, "'" + name + "' is a day such as 2026-01-31.");
    }
  }

  private static Failed wrong(String param, String message) {
    return new Failed(ApiError.invalid(message, param, "invalid"));
  }
}
