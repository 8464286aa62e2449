package dev.assay.learners.spending;

/**
 * Which limits a request is within; see {@link dev.assay.policies.judge.RequestFacts.Limits}. When
 * one of them is false, nothing was set aside.
 */
public record Standing(
    boolean withinRate,
    boolean withinTokens,
    boolean withinConcurrency,
    boolean priced,
    boolean withinBudget,
    boolean budgetKnown) {
  static final Standing ROOM = new Standing(true, true, true, true, true, true);

  /** Whether there is room everywhere. */
  public boolean holds() {
    return equals(ROOM);
  }
}
