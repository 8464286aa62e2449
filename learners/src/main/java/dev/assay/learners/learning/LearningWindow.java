package dev.assay.learners.learning;

import java.time.Instant;
import java.util.List;

/**
 * What a learner may look at: served exchanges outside the holdout whose feedback policy admitted,
 * oldest first.
 *
 * @param refused how many signals policy did not admit, by reason code
 */
public record LearningWindow(List<Signal> signals, java.util.Map<String, Integer> refused) {
  public LearningWindow {
    signals = List.copyOf(signals);
    refused = java.util.Map.copyOf(refused);
  }

  /**
   * One admitted signal about one exchange.
   *
   * @param query the last user message
   * @param messages the conversation before the answer, as JSON
   * @param answer what was answered
   * @param verdict what the person said of it
   */
  public record Signal(
      String exchange,
      String principal,
      Instant at,
      String alias,
      String query,
      String messages,
      String answer,
      Verdict verdict) {}

  /** What a person said of an answer. */
  public sealed interface Verdict {
    record Thumb(boolean up) implements Verdict {}

    /** What the answer should have been. */
    record Demonstration(String text) implements Verdict {}
  }
}
