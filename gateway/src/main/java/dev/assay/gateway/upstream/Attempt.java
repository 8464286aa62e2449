package dev.assay.gateway.upstream;

import dev.assay.policies.judge.Target;
import java.util.Locale;

/**
 * One target that was tried, or passed over.
 *
 * @param outcome an HTTP status, the lower-case name of an {@link UpstreamFailure.Kind}, {@code
 *     outrun} by another target, or {@code no_retry_budget}
 * @param unanswered whether it was sent whole and nothing came back, so that its provider may have
 *     worked
 */
public record Attempt(Target target, Why why, String outcome, long micros, boolean unanswered) {
  static final String OUTRUN = "outrun";
  static final String NO_RETRY_BUDGET = "no_retry_budget";

  /** What led to it. */
  public enum Why {
    FIRST,
    /** The one before it failed in a way that leads on. */
    NEXT_TARGET,
    /** The same target with another key: the last one was limited or refused. */
    OTHER_KEY,
    /** The same target once more: its connection broke, or there was none. */
    AGAIN,
    /** The first is silent for so long that a second is asked as well. */
    HEDGE;

    /** The word used in the journal. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
