package dev.assay.learners.changes;

import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.Optional;

/** The policy a tenant is under now. Reads memory; empty where it has none that may be used. */
@FunctionalInterface
public interface PolicySource {
  Optional<Active> current(TenantId tenant);

  /** A policy and the digest that names it with its rules. */
  record Active(TenantPolicy policy, String revision) {}
}
