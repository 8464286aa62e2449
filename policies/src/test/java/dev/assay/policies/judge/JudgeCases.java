package dev.assay.policies.judge;

import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.ApprovalRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts and decisions that stand for a usual, harmless request. */
final class JudgeCases {
  static final String REVISION = "sha256:test";

  private JudgeCases() {}

  static TenantPolicy policy() {
    return policy(new TenantPolicy.Limits(600, 1 << 20, 4096));
  }

  static TenantPolicy policy(TenantPolicy.Limits limits) {
    return new TenantPolicy(
        new TenantId("acme"),
        List.of("assistant"),
        limits,
        List.of("any"),
        TenantPolicy.Content.FULL,
        new TenantPolicy.InjectionRules(1500, 8, List.of(ArtifactKind.EXAMPLES)),
        TenantPolicy.PassThrough.NONE,
        new TenantPolicy.Asking(0.05, 0.15),
        new TenantPolicy.FeedbackRules(40, 20_000, 0.1, 5),
        new TenantPolicy.Learning(Set.of("examples"), 1000),
        new TenantPolicy.Envelope(
            Map.of(
                ArtifactKind.EXAMPLES,
                new TenantPolicy.KindRules(5000, 1 << 21, List.of()),
                ArtifactKind.ADAPTER,
                new TenantPolicy.KindRules(1, 1 << 20, List.of(new ApprovalRule("owner", 1)))),
            new TenantPolicy.EvaluationRules(TenantPolicy.Gate.ENFORCED, 0.05, 0.1, 0.1, 25),
            new TenantPolicy.CanaryRules(0.2, 100, 0.05)),
        ContentRules.OFF,
        TenantPolicy.Cache.OFF);
  }

  static RequestFacts facts(ParsedBody body, List<Target> targets) {
    return facts(policy(), body, targets);
  }

  static RequestFacts facts(TenantPolicy policy, ParsedBody body, List<Target> targets) {
    return new RequestFacts(
        policy,
        REVISION,
        Instant.parse("2026-01-01T00:00:00Z"),
        new RequestFacts.Caller(new TenantId("acme"), "web", "key-1"),
        RequestFacts.Purpose.SERVE,
        new RequestFacts.Shape(
            body.endpoint().word(),
            body.model(),
            body.stream(),
            body.raw().length,
            body.messages().size(),
            body.fields(),
            List.of(),
            body.maxOutputTokens(),
            body.choices()),
        RequestFacts.Limits.ROOM,
        new RequestFacts.ReleaseFacts(0, "sha256:0"),
        targets.stream().map(t -> new RequestFacts.Candidate(t, "alias")).toList());
  }

  static Decision.OfRequest allowing() {
    return new Decision.OfRequest(
        true,
        List.of(),
        List.of(0),
        new Decision.Allowance(1500, 8, List.of(ArtifactKind.EXAMPLES)),
        new Decision.Obligations(TenantPolicy.Content.FULL, ContentRules.OFF),
        REVISION);
  }
}
