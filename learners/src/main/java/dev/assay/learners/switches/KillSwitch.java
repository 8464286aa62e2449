package dev.assay.learners.switches;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can be stopped. */
public enum KillSwitch {
  /** No learner runs and no change is activated; what is live stays. */
  FREEZE_LEARNING,
  /** Requests are served as if nothing had been learned. */
  BYPASS_INJECTION;

  /** The word of the command line and the audit log. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
