package dev.assay.learners.changes;

import dev.assay.policies.judge.ChangeFacts;
import dev.assay.policies.judge.ChangeFacts.EvidenceFacts;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.ApprovalRule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The documented rules for changes, in Java, so that the flow is tested without an engine. */
final class ChangeRules implements PolicyEngine {
  volatile boolean down;

  @Override
  @SuppressWarnings("unchecked") // the facts' own type says which decision they lead to
  public <D extends Decision> CompletionStage<D> judge(Facts<D> facts) {
    if (down || !(facts instanceof ChangeFacts change)) {
      return CompletableFuture.failedStage(new PolicyUnavailable("the engine is down"));
    }
    return CompletableFuture.completedStage((D) decide(change));
  }

  private static Decision.OfChange decide(ChangeFacts facts) {
    List<Decision.Reason> reasons = reasons(facts);
    return new Decision.OfChange(
        outcome(facts, reasons.isEmpty()), reasons, facts.policyRevision());
  }

  private static Decision.Outcome outcome(ChangeFacts facts, boolean accepted) {
    TenantPolicy.Envelope envelope = facts.policy().envelope();
    Decision.Stage stage =
        envelope.canary().share() > 0 ? Decision.Stage.CANARY : Decision.Stage.LIVE;
    TenantPolicy.KindRules kind = envelope.kinds().get(facts.change().kind());
    List<ApprovalRule> approvals = kind == null ? List.of() : kind.approvals();
    if (!accepted) {
      return new Decision.Outcome.Reject();
    }
    return approvals.isEmpty()
        ? new Decision.Outcome.Admit(stage)
        : new Decision.Outcome.NeedsApprovals(approvals, stage);
  }

  private static List<Decision.Reason> reasons(ChangeFacts facts) {
    List<Decision.Reason> reasons = new ArrayList<>();
    EvidenceFacts evidence = facts.evidence();
    TenantPolicy.Envelope envelope = facts.policy().envelope();
    need(reasons, evidence.baseIsLive(), "base_not_live");
    if (facts.change().operation().equals("retire")) {
      return reasons;
    }
    need(reasons, envelope.kinds().containsKey(facts.change().kind()), "kind_not_allowed");
    need(reasons, evidence.findings().isEmpty(), "scan_findings");
    need(reasons, evidence.smokeTested(), "smoke_test_failed");
    if (envelope.evaluation().gate() == TenantPolicy.Gate.ENFORCED) {
      need(reasons, evidence.rows() >= envelope.evaluation().minRows(), "too_few_rows");
      need(reasons, evidence.sensitive(), "not_sensitive");
      need(reasons, evidence.notWorseThanLive(), "worse_than_live");
      need(reasons, evidence.notWorseThanBest(), "worse_than_best");
      need(reasons, evidence.forgetting() <= envelope.evaluation().maxForgetting(), "forgets");
    }
    return reasons;
  }

  private static void need(List<Decision.Reason> reasons, boolean held, String code) {
    if (!held) {
      reasons.add(new Decision.Reason(code, code));
    }
  }

  @Override
  public void close() {}
}
