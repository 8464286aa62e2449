package dev.assay.gateway.content;

import dev.assay.learners.journal.ContentFinding.Action;
import dev.assay.learners.scan.Sought;
import dev.assay.policies.tenant.ContentRules.Act;
import java.util.EnumSet;
import java.util.Set;

/** What is done about what is found in a text. */
record Acts(Act secrets, Act pii) {
  /** What is put out or stops everything. */
  Set<Sought> acting() {
    return where(true);
  }

  /** What is only recorded. */
  Set<Sought> flagged() {
    return where(false);
  }

  Action on(Sought sought) {
    return action(act(sought));
  }

  static Action action(Act act) {
    return switch (act) {
      case OFF, FLAG -> Action.FLAGGED;
      case REDACT -> Action.REDACTED;
      case BLOCK -> Action.BLOCKED;
    };
  }

  private Set<Sought> where(boolean acts) {
    Set<Sought> sought = EnumSet.noneOf(Sought.class);
    for (Sought each : Sought.values()) {
      Act act = act(each);
      if (act != Act.OFF && (act != Act.FLAG) == acts) {
        sought.add(each);
      }
    }
    return sought;
  }

  private Act act(Sought sought) {
    return switch (sought) {
      case SECRETS -> secrets;
      case PII -> pii;
    };
  }
}
