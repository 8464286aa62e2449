package dev.assay.learners.credentials;

import java.time.Instant;
import java.util.Set;

/** The roles a person had from some moment until the next revision. */
public record RoleGrant(int revision, Set<String> roles, Instant at) {
  public RoleGrant {
    roles = Set.copyOf(roles);
  }
}
