package dev.assay.gateway.control;

import dev.assay.policies.tenant.TenantPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a tenant's policy allows and nothing serves. */
public final class Unserved {
  private Unserved() {}

  /**
   * What to tell whoever wrote the policy; empty where every model it names is an alias.
   *
   * @param aliases those of the configuration
   */
  public static Optional<String> warning(TenantPolicy policy, Set<String> aliases) {
    List<String> unknown =
        policy.models().stream().filter(model -> !aliases.contains(model)).toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "models of "
                + policy.tenant()
                + " names what is no alias in the configuration and is refused: "
                + String.join(", ", unknown));
  }
}
