package dev.assay.learners;

import com.fasterxml.uuid.Generators;
import dev.assay.learners.feedback.About;
import dev.assay.learners.feedback.Signal;
import dev.assay.learners.feedback.Submission;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.journal.ExchangeContent;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.KeptJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.FeedbackFacts;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Values tests start from. */
public final class Samples {
  public static final TenantId ACME = new TenantId("acme");
  public static final TenantId OTHER = new TenantId("other");
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final TenantPolicy.FeedbackRules FEEDBACK =
      new TenantPolicy.FeedbackRules(50, 5_000, 0.2, 3);
  public static final Target TARGET = new Target.Configured("sandbox", "frozen", "eu");

  private Samples() {}

  public static UUID newId() {
    return Generators.timeBasedEpochGenerator().generate();
  }

  public static TenantPolicy policy(int perPrincipal, int perKey, TenantPolicy.Content content) {
    return new TenantPolicy(
        ACME,
        List.of("sandbox"),
        new TenantPolicy.Limits(600, 1_000_000, 1_000),
        List.of("any"),
        content,
        new TenantPolicy.InjectionRules(1_000, 10, List.of(ArtifactKind.EXAMPLES)),
        TenantPolicy.PassThrough.NONE,
        new TenantPolicy.Asking(0.05, 0.15),
        new TenantPolicy.FeedbackRules(perPrincipal, perKey, 0.2, 3),
        new TenantPolicy.Learning(Set.of("examples"), 10_000),
        new TenantPolicy.Envelope(
            Map.of(),
            new TenantPolicy.EvaluationRules(TenantPolicy.Gate.ENFORCED, 0.03, 0.1, 0.02, 50),
            new TenantPolicy.CanaryRules(0.1, 100, 0.05)),
        ContentRules.OFF,
        TenantPolicy.Cache.OFF);
  }

  /** Of {@code acme} over the alias {@code chat}: may learn these kinds, and has no canary. */
  public static TenantPolicy policy(
      TenantPolicy.FeedbackRules feedback,
      Map<ArtifactKind, TenantPolicy.KindRules> kinds,
      TenantPolicy.Gate gate) {
    return new TenantPolicy(
        ACME,
        List.of("chat"),
        new TenantPolicy.Limits(60, 100_000, 100),
        List.of("any"),
        TenantPolicy.Content.FULL,
        new TenantPolicy.InjectionRules(500, 5, List.of(ArtifactKind.EXAMPLES)),
        TenantPolicy.PassThrough.NONE,
        new TenantPolicy.Asking(0.05, 0.1),
        feedback,
        new TenantPolicy.Learning(Set.of("examples", "adapter"), 10_000),
        new TenantPolicy.Envelope(
            kinds,
            new TenantPolicy.EvaluationRules(gate, 0.05, 0.1, 0.2, 25),
            new TenantPolicy.CanaryRules(0, 0, 0)),
        ContentRules.OFF,
        TenantPolicy.Cache.OFF);
  }

  public static TenantPolicy policy() {
    return policy(20, 200, TenantPolicy.Content.FULL);
  }

  public static ExchangeRecord exchange(TenantId tenant) {
    return exchange(tenant, newId(), "episode-1", false);
  }

  public static ExchangeRecord exchange(TenantId tenant, UUID id, String episode, boolean holdout) {
    return new ExchangeRecord(
        id,
        tenant,
        "web",
        "key-1",
        episode,
        "key-1/ann",
        NOON,
        "chat.completions",
        "sandbox",
        RequestFacts.Purpose.SERVE,
        "revision-1",
        KeptJson.written("{\"facts\":1}"),
        KeptJson.written("{\"allow\":true}"),
        3,
        Digest.of(new byte[] {1}),
        List.of(new Injection.Item(Digest.of(new byte[] {2}), ArtifactKind.EXAMPLES, "e1")),
        "similar",
        List.of(new ExchangeRecord.Attempt(TARGET, "first", "200", 700)),
        TARGET,
        new ExchangeRecord.Usage(12, 4, 3, 1, 1_500L, false),
        new ExchangeRecord.Timings(900, 700, 200, 90, 150, 400),
        ExchangeRecord.Outcome.ANSWERED,
        200,
        new ExchangeRecord.Asked(ExchangeRecord.AskReason.UNIFORM, 0.05),
        holdout,
        ExchangeRecord.Lane.LIVE,
        List.of(new ContentFinding("email", "messages[0].content", ContentFinding.Action.FLAGGED)),
        ExchangeRecord.CacheUse.MISS);
  }

  public static ExchangeRecord exchange(
      TenantId tenant, ExchangeRecord.Usage usage, ExchangeRecord.Outcome outcome) {
    ExchangeRecord it = exchange(tenant);
    return like(it, it.facts(), it.decision(), it.injected(), usage, outcome);
  }

  public static ExchangeRecord judged(UUID id, TenantId tenant, KeptJson facts, KeptJson decision) {
    ExchangeRecord it = exchange(tenant, id, "episode-1", false);
    return like(it, facts, decision, it.injected(), it.usage(), it.outcome());
  }

  public static ExchangeRecord carrying(List<Injection.Item> items) {
    ExchangeRecord it = exchange(ACME);
    return like(it, it.facts(), it.decision(), items, it.usage(), it.outcome());
  }

  private static ExchangeRecord like(
      ExchangeRecord it,
      KeptJson facts,
      KeptJson decision,
      List<Injection.Item> injected,
      ExchangeRecord.Usage usage,
      ExchangeRecord.Outcome outcome) {
    return new ExchangeRecord(
        it.id(),
        it.tenant(),
        it.app(),
        it.keyId(),
        it.episode(),
        it.principal(),
        it.arrivedAt(),
        it.endpoint(),
        it.alias(),
        it.purpose(),
        it.policyRevision(),
        facts,
        decision,
        it.releaseNumber(),
        it.releaseDigest(),
        injected,
        it.injection(),
        it.attempts(),
        it.chosen(),
        usage,
        it.timings(),
        outcome,
        it.httpStatus(),
        it.asked(),
        it.holdout(),
        it.lane(),
        it.findings(),
        it.cache());
  }

  public static ExchangeContent content(String query) {
    return new ExchangeContent(
        "key-1/ann", query, "[{\"role\":\"user\",\"content\":\"" + query + "\"}]", "card_arrival");
  }

  public static Submission submission(UUID exchange, Signal signal, String idempotencyKey) {
    return submission(ACME, "key-1/ann", new About.OfExchange(exchange), signal, idempotencyKey);
  }

  public static Submission submission(
      TenantId tenant, String principal, About about, Signal signal, String idempotencyKey) {
    return new Submission(
        new RequestFacts.Caller(tenant, "web", "key-1"),
        principal,
        about,
        "intent",
        signal,
        idempotencyKey);
  }

  public static FeedbackFacts facts(Submission submission) {
    return new FeedbackFacts(
        policy(),
        "revision-1",
        NOON,
        submission.caller(),
        submission.principal(),
        submission.signal().word(),
        0,
        0);
  }

  public static Decision.OfFeedback admitted() {
    return new Decision.OfFeedback(true, List.of(), "revision-1");
  }

  public static Decision.OfFeedback held() {
    return new Decision.OfFeedback(
        false,
        List.of(new Decision.Reason("principal_cap", "too many signals today")),
        "revision-1");
  }
}
