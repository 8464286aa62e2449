package dev.assay.gateway.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of the demo over a real LLM.
 *
 * @param endpoint where the LLM was asked
 * @param checks what else was driven through the gateway
 */
record LlmOutcome(
    String endpoint,
    LlmServer.Seen llm,
    LlmTask task,
    Arm frozenArm,
    Arm learnedArm,
    Arm shuffledArm,
    LlmStory.Told told,
    List<LlmCheck> checks,
    long auditEntries,
    boolean auditVerified,
    double seconds) {

  Share frozen() {
    return unseen(frozenArm);
  }

  Share learned() {
    return unseen(learnedArm);
  }

  Share shuffled() {
    return unseen(shuffledArm);
  }

  Share nearest() {
    return learnedArm.nearestAccuracy(task.stream(), task.taught(), task.stream().size());
  }

  /** What learning changed. */
  Gain learnedOverFrozen() {
    return Gain.of(right(learnedArm), right(frozenArm));
  }

  /** What of it was in the labels, and not in there being examples at all. */
  Gain learnedOverShuffled() {
    return Gain.of(right(learnedArm), right(shuffledArm));
  }

  /** What the LLM adds to the lookup that chose its examples. */
  Gain learnedOverNearest() {
    return Gain.of(
        right(learnedArm),
        learnedArm.nearestRight(task.stream(), task.taught(), task.stream().size()));
  }

  /** Every claim that did not come true; empty when all did. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    String few = " on " + task.unseen() + " rows; more rows (--requests) tell more";
    if (!learnedOverFrozen().isAboveZero()) {
      failures.add("the interval of learned minus frozen holds zero" + few);
    }
    if (!learnedOverShuffled().isAboveZero()) {
      failures.add("the interval of learned minus shuffled holds zero" + few);
    }
    if (!told.beforeApproval().equals("awaiting_approval")
        || told.liveBeforeApproval() != 0
        || told.refusedVote().isEmpty()) {
      failures.add("what was learned did not wait for a person: " + told);
    }
    if (!told.reached().equals("live")) {
      failures.add("the approved change is not live: " + told.reached());
    }
    checks.stream()
        .filter(check -> check.result() == LlmCheck.Result.NOT_SEEN)
        .forEach(check -> failures.add(check.name() + ": " + check.what()));
    if (!auditVerified) {
      failures.add("the audit log does not verify");
    }
    return failures;
  }

  private Share unseen(Arm arm) {
    return arm.accuracy(task.taught(), task.stream().size());
  }

  private boolean[] right(Arm arm) {
    return arm.right(task.taught(), task.stream().size());
  }
}
