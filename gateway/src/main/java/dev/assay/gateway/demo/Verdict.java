package dev.assay.gateway.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether what the demo claims came true. */
final class Verdict {
  private static final double SMALLEST_GAP_CLOSED = 0.5;
  private static final double SHUFFLED_TOLERANCE = 0.02;

  private Verdict() {}

  /** Every claim that did not come true; empty when all did. */
  static List<String> failures(Outcome outcome) {
    List<String> failures = new ArrayList<>();
    learning(outcome, failures);
    controls(outcome, failures);
    governance(outcome, failures);
    return failures;
  }

  private static void learning(Outcome outcome, List<String> failures) {
    if (outcome.gapClosed() < SMALLEST_GAP_CLOSED) {
      failures.add(
          String.format(
              Locale.ROOT,
              "learning closed %.0f %% of the gap between frozen and ceiling, less than half",
              100 * outcome.gapClosed()));
    }
    if (!outcome.learned().above(outcome.frozen())) {
      failures.add("the intervals of learned and frozen overlap");
    }
  }

  private static void controls(Outcome outcome, List<String> failures) {
    double moved = outcome.shuffled().value() - outcome.frozen().value();
    if (Math.abs(moved) > SHUFFLED_TOLERANCE) {
      failures.add(
          String.format(
              Locale.ROOT, "gated shuffled feedback moved accuracy by %.1f points", 100 * moved));
    }
    if (outcome.ungated().value() >= outcome.frozen().value()) {
      failures.add("ungated shuffled feedback did no harm: the learner does not listen");
    }
  }

  private static void governance(Outcome outcome, List<String> failures) {
    if (!outcome.poison().burst().decision().equals("hold")) {
      failures.add("one user's burst was not held: " + outcome.poison().burst().decision());
    }
    if (!outcome.poison().ring().decision().equals("reject")) {
      failures.add("the ring's change was not rejected: " + outcome.poison().ring().decision());
    }
    if (!outcome.adapter().refusedBeforeApproval()) {
      failures.add(
          "the adapter was not refused, and audited, in every way before its approval: "
              + outcome.adapter().attempts()
              + ", audited "
              + outcome.adapter().audited());
    }
    if (!outcome.adapter().reached().equals("live")) {
      failures.add("the approved adapter is not live: " + outcome.adapter().reached());
    } else if (!outcome.adapter().after().above(outcome.adapter().before())) {
      failures.add("the adapter's accuracy is not above what was served before it");
    }
    if (outcome.poison().rollbackFrom() <= outcome.poison().rollbackTo()) {
      failures.add("there was no release to roll back from");
    }
    if (!outcome.auditVerified()) {
      failures.add("the audit log does not verify");
    }
  }
}
