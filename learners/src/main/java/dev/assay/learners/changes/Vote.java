package dev.assay.learners.changes;

import dev.assay.learners.credentials.PersonId;
import dev.assay.policies.canonical.Digest;
import java.time.Instant;
import java.util.Set;

/**
 * One person's yes or no.
 *
 * @param grounds digest of what it was given on; on other grounds it counts for nothing
 * @param person the credential's id
 * @param roles those held when voting
 */
public record Vote(
    String change,
    Digest grounds,
    PersonId person,
    boolean approves,
    Set<String> roles,
    String reason,
    Instant at) {
  public Vote {
    roles = Set.copyOf(roles);
  }
}
