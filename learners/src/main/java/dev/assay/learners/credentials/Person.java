package dev.assay.learners.credentials;

import dev.assay.policies.tenant.TenantId;
import java.util.Optional;
import java.util.Set;

/**
 * A person, as of now.
 *
 * @param tenant the only tenant this person may act for; empty for all
 * @param roleRevision counts the person's sets of roles, from 1; a vote keeps the one it was given
 *     under
 */
public record Person(
    PersonId id, String name, Optional<TenantId> tenant, Set<String> roles, int roleRevision) {
  public Person {
    roles = Set.copyOf(roles);
  }

  /** Whether this person may act for the tenant at all. */
  public boolean mayActFor(TenantId other) {
    return tenant.isEmpty() || tenant.get().equals(other);
  }
}
