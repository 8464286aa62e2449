package dev.assay.learners.serving;

import dev.assay.policies.judge.Decision;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What pinned examples come to inside an allowance: the same for every request, so made once. */
final class PinnedSelections {
  /** A tenant's policy allows few different amounts; past these each request makes its own. */
  private static final int MAX_KEPT = 64;

  private final Map<Decision.Allowance, Selection> kept = new ConcurrentHashMap<>();

  Selection of(Decision.Allowance allowance, Supplier<Selection> made) {
    Selection known = kept.get(allowance);
    if (known != null) {
      return known;
    }
    Selection selection = made.get();
    if (kept.size() < MAX_KEPT) {
      kept.put(allowance, selection);
    }
    return selection;
  }
}
