package dev.assay.learners.spending;

import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.List;
import java.util.Optional;

/**
 * A request that wants to be served within its tenant's limits.
 *
 * @param alias the model the client asked for
 * @param served whether a client waits for it: what learning calls takes money, and no place in an
 *     app key's minute
 * @param candidates where it may be sent; it is priced by the dearest of them
 * @param policy of the tenant
 * @param passage how it is charged where it passes through; empty where its tokens are
 */
public record Ask(
    String keyId,
    String alias,
    boolean served,
    Estimate estimate,
    List<Target> candidates,
    TenantPolicy policy,
    Optional<Passage> passage) {
  public Ask {
    candidates = List.copyOf(candidates);
  }

  /** A model call's. */
  public Ask(
      String keyId,
      String alias,
      boolean served,
      Estimate estimate,
      List<Target> candidates,
      TenantPolicy policy) {
    this(keyId, alias, served, estimate, candidates, policy, Optional.empty());
  }

  /** The same once it has named this model. */
  Ask asking(String model) {
    return new Ask(keyId, model, served, estimate, candidates, policy, passage);
  }
}
