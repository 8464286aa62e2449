package dev.assay.gateway.content;

import dev.assay.learners.journal.ContentFinding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was found, each kind once for each place. */
final class Findings {
  /** Enough to see what goes on; the journal keeps no more of one exchange. */
  static final int MOST = 64;

  private final Set<ContentFinding> all = new LinkedHashSet<>();
  private boolean blocked;

  void add(String rule, String place, ContentFinding.Action action) {
    blocked |= action == ContentFinding.Action.BLOCKED;
    if (all.size() < MOST) {
      all.add(new ContentFinding(rule, place, action));
    }
  }

  boolean blocked() {
    return blocked;
  }

  List<ContentFinding> all() {
    return List.copyOf(all);
  }
}
