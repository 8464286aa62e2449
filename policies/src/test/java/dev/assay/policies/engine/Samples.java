package dev.assay.policies.engine;

import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.ChangeFacts;
import dev.assay.policies.judge.FeedbackFacts;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts that pass, for tests to change one at a time. */
final class Samples {
  static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  static final TenantId ACME = new TenantId("acme");
  static final String REVISION = digest("revision").text();
  static final RequestFacts.Caller CALLER = new RequestFacts.Caller(ACME, "web", "k1");
  static final RequestFacts.Candidate CONFIGURED =
      new RequestFacts.Candidate(new Target.Configured("openai", "m-1", "eu"), "alias");
  static final RequestFacts.Candidate ADAPTER =
      new RequestFacts.Candidate(
          new Target.Adapter("vllm", "m-1-aa", "eu", digest("adapter")), "release");

  private Samples() {}

  static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static TenantPolicy policy(TenantId tenant) {
    return policy(tenant, List.of("fast"));
  }

  static TenantPolicy policy(TenantId tenant, List<String> models) {
    return new TenantPolicy(
        tenant,
        models,
        new TenantPolicy.Limits(60, 10_000, 1_000),
        List.of("eu"),
        TenantPolicy.Content.FULL,
        new TenantPolicy.InjectionRules(500, 8, List.of(ArtifactKind.EXAMPLES)),
        TenantPolicy.PassThrough.NONE,
        new TenantPolicy.Asking(0.05, 0.1),
        new TenantPolicy.FeedbackRules(10, 100, 0.2, 5),
        new TenantPolicy.Learning(Set.of("examples", "adapter"), 1_000),
        new TenantPolicy.Envelope(
            Map.of(
                ArtifactKind.EXAMPLES,
                new TenantPolicy.KindRules(100, 10_000, List.of()),
                ArtifactKind.ADAPTER,
                new TenantPolicy.KindRules(
                    1,
                    10_000,
                    List.of(
                        new TenantPolicy.ApprovalRule("ml", 1),
                        new TenantPolicy.ApprovalRule("risk", 1)))),
            new TenantPolicy.EvaluationRules(TenantPolicy.Gate.ENFORCED, 0.02, 0.1, 0.05, 50),
            new TenantPolicy.CanaryRules(0.1, 100, 0.05)),
        ContentRules.OFF,
        TenantPolicy.Cache.OFF);
  }

  static RequestFacts request(TenantPolicy policy, String revision, RequestFacts.Shape shape) {
    return new RequestFacts(
        policy,
        revision,
        AT,
        new RequestFacts.Caller(policy.tenant(), "web", "k1"),
        RequestFacts.Purpose.SERVE,
        shape,
        RequestFacts.Limits.ROOM,
        new RequestFacts.ReleaseFacts(0, digest("release").text()),
        List.of(CONFIGURED));
  }

  static RequestFacts request() {
    return request(policy(ACME), REVISION, shape("fast", 500));
  }

  static RequestFacts withTarget(RequestFacts.Candidate target) {
    RequestFacts request = request();
    return new RequestFacts(
        request.policy(),
        request.policyRevision(),
        request.at(),
        request.caller(),
        request.purpose(),
        request.request(),
        request.limits(),
        request.release(),
        List.of(target));
  }

  static RequestFacts.Shape shape(String model, int bytes) {
    return new RequestFacts.Shape(
        "chat.completions",
        model,
        false,
        bytes,
        2,
        List.of("messages", "model"),
        List.of("x-assay-episode-id"),
        100,
        1);
  }

  static FeedbackFacts feedback(int principalToday) {
    return new FeedbackFacts(
        policy(ACME), REVISION, AT, CALLER, "k1:ann", "boolean", principalToday, 3);
  }

  static ChangeFacts change(ArtifactKind kind, boolean sensitive) {
    return change(policy(ACME), REVISION, kind, sensitive);
  }

  static ChangeFacts change(
      TenantPolicy policy, String revision, ArtifactKind kind, boolean sensitive) {
    return new ChangeFacts(
        policy,
        revision,
        AT,
        new ChangeFacts.Proposal(
            policy.tenant(), "c1", kind, "add", "learner:" + kind.word(), 1, 500),
        new ChangeFacts.EvidenceFacts(
            digest("evidence").text(), true, List.of(), 200, sensitive, true, true, 0.01, true));
  }
}
