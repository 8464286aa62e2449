package dev.assay.learners.feedback;

import dev.assay.policies.judge.ChangeFacts;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.FeedbackFacts;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.judge.RequestFacts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The two daily caps and nothing else, judged on facts alone as the real rules are. */
final class CappingEngine implements PolicyEngine {
  volatile boolean down;

  @Override
  @SuppressWarnings("unchecked") // Facts<D> is sealed: FeedbackFacts is Facts<OfFeedback>
  public <D extends Decision> CompletionStage<D> judge(Facts<D> facts) {
    if (down) {
      return CompletableFuture.failedStage(new PolicyUnavailable("down, on purpose"));
    }
    return switch (facts) {
      case FeedbackFacts feedback ->
          CompletableFuture.supplyAsync(() -> (D) judge(feedback), Thread::startVirtualThread);
      case RequestFacts request -> throw new IllegalArgumentException("feedback only");
      case ChangeFacts change -> throw new IllegalArgumentException("feedback only");
    };
  }

  private static Decision.OfFeedback judge(FeedbackFacts facts) {
    boolean admit =
        facts.principalToday() < facts.policy().feedback().perPrincipalPerDay()
            && facts.keyToday() < facts.policy().feedback().perKeyPerDay();
    return new Decision.OfFeedback(
        admit,
        admit ? List.of() : List.of(new Decision.Reason("cap", "too many today")),
        facts.policyRevision());
  }

  @Override
  public void close() {}
}
