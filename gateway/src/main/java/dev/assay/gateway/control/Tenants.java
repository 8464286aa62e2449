package dev.assay.gateway.control;

import dev.assay.config.AssayConfig;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.policies.engine.TenantPolicies;
import dev.assay.policies.tenant.TenantId;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which tenants there are, and what is wrong with their files. */
final class Tenants {
  private final TenantPolicies policies;
  private final AssayConfig config;
  private final Predicate<TenantId> hasPast;

  /**
   * Over these policies.
   *
   * @param config what may serve them
   * @param hasPast whether something of a tenant is kept, though its file may be gone
   */
  Tenants(TenantPolicies policies, AssayConfig config, Predicate<TenantId> hasPast) {
    this.policies = policies;
    this.config = config;
    this.hasPast = hasPast;
  }

  /** Those with a file: one that is broken can still be stopped. */
  Stream<TenantId> known(Map<TenantId, String> problems) {
    return Stream.concat(policies.tenants().stream(), problems.keySet().stream()).distinct();
  }

  /** What is wrong with whose file. */
  Map<TenantId, String> problems() {
    Map<TenantId, String> problems = new TreeMap<>();
    policies
        .problems()
        .forEach(problem -> {
          String file = String.valueOf(Path.of(problem.file()).getFileName());
          String name = file.replaceFirst("\\..*$", "");
          if (TenantId.isValid(name)) {
            problems.merge(new TenantId(name), problem.message(), (a, b) -> a + "; " + b);
          }
        });
    return problems;
  }

  /** What a tenant's policy allows in vain. */
  Optional<String> warning(TenantId tenant) {
    return policies.current(tenant).flatMap(active -> Unserved.warning(active.policy(), config));
  }

  /** A route that reads about one tenant answers 404 where there is none of that name. */
  Route guarded(Route route) {
    boolean reads = route.access() == Access.READ && route.path().contains("/:tenant/");
    return reads
        ? new Route(
            route.method(),
            route.path(),
            route.access(),
            call -> {
              require(call.tenant());
              return route.action().answer(call);
            })
        : route;
  }

  /** Says that there is none of this name, where there is none. */
  void require(TenantId tenant) {
    if (known(problems()).noneMatch(tenant::equals) && !hasPast.test(tenant)) {
      throw new Failed(none(tenant));
    }
  }

  static ApiError none(TenantId tenant) {
    return ApiError.notFound(
        "There is no tenant " + tenant + ": 'assay tenant list' names those there are.",
        "tenant",
        "not_found");
  }

  /** Why a tenant can't be given a key; empty where its policy is in force. */
  Optional<ApiError> notInForce(TenantId tenant) {
    if (policies.current(tenant).isPresent()) {
      return Optional.empty();
    }
    String mistakes = problems().get(tenant);
    return Optional.of(
        mistakes != null
            ? ApiError.conflict(
                "The policy of tenant "
                    + tenant
                    + " is not in force, for its file has mistakes: "
                    + mistakes,
                "policy_broken")
            : ApiError.notFound(
                "There is no tenant "
                    + tenant
                    + " with a policy in force: make one with 'assay tenant create "
                    + tenant
                    + "'.",
                "tenant",
                "not_found"));
  }
}
