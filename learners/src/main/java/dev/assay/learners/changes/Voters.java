package dev.assay.learners.changes;

import dev.assay.policies.tenant.TenantId;
import java.util.Optional;
import java.util.Set;

/** Who people are at this moment. Reads memory; empty for who is unknown or revoked. */
@FunctionalInterface
public interface Voters {
  Optional<Voter> now(String person);

  /**
   * A person who asks by their own credential. There is none for the admin token, so it cannot vote.
   *
   * @param person the credential's id
   * @param tenants those whose changes they may vote on
   */
  record Voter(String person, Set<String> roles, Set<TenantId> tenants) {
    public Voter {
      roles = Set.copyOf(roles);
      tenants = Set.copyOf(tenants);
    }

    boolean mayVoteFor(TenantId tenant) {
      return tenants.contains(tenant);
    }
  }
}
