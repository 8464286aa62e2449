package dev.assay.policies.judge;

import java.util.concurrent.CompletionStage;

/** Turns a parsed request and its facts into something that may be sent, or a refusal. */
public final class Judge {
  private final PolicyEngine engine;

  public Judge(PolicyEngine engine) {
    this.engine = engine;
  }

  /**
   * Judges one request.
   *
   * @param facts gathered about {@code body}; they must describe it
   * @return fails with {@link PolicyUnavailable} when no decision can be had
   */
  public CompletionStage<Judgement> judge(RequestBody body, RequestFacts facts) {
    if (!facts.request().endpoint().equals(body.word())
        || !facts.request().model().equals(body.model())
        || facts.request().bytes() != body.size()) {
      throw new IllegalArgumentException("these facts are about another request");
    }
    return engine.judge(facts).thenApply(decision -> conclude(body, facts, decision));
  }

  private static Judgement conclude(
      RequestBody body, RequestFacts facts, Decision.OfRequest decision) {
    if (!decision.policyRevision().equals(facts.policyRevision())) {
      throw new PolicyUnavailable("the decision is of another policy revision");
    }
    boolean inRange =
        decision.targets().stream().allMatch(i -> i >= 0 && i < facts.targets().size());
    if (!inRange) {
      throw new PolicyUnavailable("the decision names a target that is not a candidate");
    }
    boolean passes =
        decision.allow() && decision.reasons().isEmpty() && !decision.targets().isEmpty();
    return passes ? new Permitted(body, facts, decision) : new Refused(facts, decision);
  }
}
