package dev.assay.learners.releases;

import dev.assay.learners.serving.Release;
import dev.assay.policies.tenant.TenantPolicy.CanaryRules;
import java.util.Optional;

/** Which releases a tenant is served with, as the database says. */
public record ReleaseStanding(Release live, Optional<OnTrial> canary) {
  /** A canary and the rules it was admitted under. */
  public record OnTrial(Release release, CanaryRules rules) {}
}
