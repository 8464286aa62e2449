package dev.assay.learners.switches;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can be stopped. */
public enum KillSwitch {
  /**
   * No learner proposes and nothing learned is activated; people's changes and what is live stay.
   */
  FREEZE_LEARNING,
  /** Requests are served as if nothing had been learned. */
  BYPASS_INJECTION;

  /** The word of the command line and the audit log. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
