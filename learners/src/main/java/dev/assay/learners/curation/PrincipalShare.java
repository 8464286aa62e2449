package dev.assay.learners.curation;

import dev.assay.learners.learning.LearningWindow.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps any one principal's voice within its share of what is listened to. */
final class PrincipalShare {
  private PrincipalShare() {}

  /**
   * The newest signals of each principal, oldest first, so many that none has more than the share
   * of what is kept; empty where the principals are too few for any such number.
   */
  static Optional<List<Signal>> keep(List<Signal> signals, double maxShare) {
    Map<String, Integer> counts = new HashMap<>();
    signals.forEach(signal -> counts.merge(signal.principal(), 1, Integer::sum));
    int cap = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    while (cap > 0 && cap > maxShare * kept(counts, cap)) {
      cap--;
    }
    if (cap == 0) {
      return signals.isEmpty() ? Optional.of(signals) : Optional.empty();
    }
    Map<String, Integer> left = new HashMap<>();
    List<Signal> newestFirst = new ArrayList<>();
    for (Signal signal : signals.reversed()) {
      if (left.merge(signal.principal(), 1, Integer::sum) <= cap) {
        newestFirst.add(signal);
      }
    }
    return Optional.of(newestFirst.reversed());
  }

  private static long kept(Map<String, Integer> counts, int cap) {
    return counts.values().stream().mapToLong(count -> Math.min(count, cap)).sum();
  }
}
