package dev.assay.gateway.demo;

import java.util.List;

/** What came of the demo. */
record Outcome(
    Plan plan,
    Arm learnedArm,
    Arm frozenArm,
    Arm shuffledArm,
    Arm ungatedArm,
    Arm ceilingArm,
    List<Demo.Activation> activations,
    AdapterStory.Told adapter,
    PoisonStory.Told poison,
    long auditEntries,
    boolean auditVerified,
    double seconds) {

  Share learned() {
    return last(learnedArm);
  }

  Share frozen() {
    return last(frozenArm);
  }

  Share shuffled() {
    return last(shuffledArm);
  }

  Share ungated() {
    return last(ungatedArm);
  }

  Share ceiling() {
    return last(ceilingArm);
  }

  Share nearest() {
    return learnedArm.nearestAccuracy(plan.stream(), plan.lastQuarter(), plan.stream().size());
  }

  /** How much of the way from frozen to ceiling was closed. */
  double gapClosed() {
    double gap = ceiling().value() - frozen().value();
    return gap <= 0 ? 0 : (learned().value() - frozen().value()) / gap;
  }

  /** A percentile of the learning arm's overheads. */
  double overheadMillis(double percentile) {
    double[] sorted = learnedArm.overheads();
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, (int) (percentile * sorted.length))];
  }

  private Share last(Arm arm) {
    return arm.accuracy(plan.lastQuarter(), plan.stream().size());
  }
}
