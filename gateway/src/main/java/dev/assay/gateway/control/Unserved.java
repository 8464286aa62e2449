package dev.assay.gateway.control;

import dev.assay.config.Alias;
import dev.assay.config.AliasTarget;
import dev.assay.config.AssayConfig;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a tenant's policy allows and is refused all the same. */
public final class Unserved {
  private Unserved() {}

  /** What to tell whoever wrote the policy; empty where every model it names can be served. */
  public static Optional<String> warning(TenantPolicy policy, AssayConfig config) {
    String warnings =
        Stream.of(unknown(policy, config), unpriced(policy, config))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return Optional.of(warnings).filter(it -> !it.isEmpty());
  }

  private static Optional<String> unknown(TenantPolicy policy, AssayConfig config) {
    List<String> unknown =
        policy.models().stream().filter(model -> !config.aliases().containsKey(model)).toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "models of "
                + policy.tenant()
                + " names what is no alias in the configuration and is refused: "
                + String.join(", ", unknown));
  }

  private static Optional<String> unpriced(TenantPolicy policy, AssayConfig config) {
    if (policy.limits().budgets().isEmpty()) {
      return Optional.empty();
    }
    List<String> unpriced =
        policy.models().stream()
            .map(config.aliases()::get)
            .filter(Objects::nonNull)
            .flatMap(alias -> targets(alias, config))
            .distinct()
            .toList();
    return unpriced.isEmpty()
        ? Optional.empty()
        : Optional.of(
            policy.tenant()
                + " has a budget, and what leads to a target without a price is refused: price "
                + String.join(", ", unpriced)
                + " in the file under prices in assay.yaml, by the provider's name there");
  }

  private static Stream<String> targets(Alias alias, AssayConfig config) {
    return alias.targets().stream()
        .filter(target -> config.prices().price(target.provider(), target.model()).isEmpty())
        .map(AliasTarget::toString);
  }
}
