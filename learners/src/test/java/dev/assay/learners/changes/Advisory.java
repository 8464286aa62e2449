package dev.assay.learners.changes;

import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.List;
import java.util.Map;

/** The policy whose gate stops nothing, for going back from something worse. */
final class Advisory {
  private Advisory() {}

  static TenantPolicy policy() {
    return policy(Workshop.policy(0).envelope().kinds());
  }

  static TenantPolicy withoutApprovals() {
    TenantPolicy.KindRules open = new TenantPolicy.KindRules(100, 100_000, List.of());
    return policy(Map.of(ArtifactKind.EXAMPLES, open, ArtifactKind.ADAPTER, open));
  }

  private static TenantPolicy policy(Map<ArtifactKind, TenantPolicy.KindRules> kinds) {
    TenantPolicy strict = Workshop.policy(0);
    return new TenantPolicy(
        strict.tenant(),
        strict.models(),
        strict.limits(),
        strict.residency(),
        strict.content(),
        strict.injection(),
        TenantPolicy.PassThrough.NONE,
        strict.asking(),
        strict.feedback(),
        strict.learning(),
        new TenantPolicy.Envelope(
            kinds,
            new TenantPolicy.EvaluationRules(TenantPolicy.Gate.ADVISORY, 0.03, 0.1, 0.05, 50),
            strict.envelope().canary()),
        strict.contentRules(),
        strict.cache());
  }
}
