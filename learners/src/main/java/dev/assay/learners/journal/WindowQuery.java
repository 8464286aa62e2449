package dev.assay.learners.journal;

/**
 * Which exchanges a learner wants.
 *
 * @param afterPosition signals up to this one were seen; 0 from the start
 * @param maxSignals most new signals to look at
 */
public record WindowQuery(long afterPosition, int maxSignals) {
  /** Most signals a window may hold. */
  public static final int MAX_SIGNALS = 20_000;

  public WindowQuery {
    if (afterPosition < 0 || maxSignals < 1 || maxSignals > MAX_SIGNALS) {
      throw new IllegalArgumentException(
          "a window starts at 0 or later and holds 1 to " + MAX_SIGNALS + " signals");
    }
  }
}
