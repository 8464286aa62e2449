package dev.assay.learners.examples;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.evaluation.AnswerText;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.tenant.TenantPolicy.KindRules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps examples within the envelope. When not all fit, answers take turns, each giving its newest
 * example first: a rare answer keeps its few, a common one gives up its oldest. What a person wrote
 * goes before what was learned.
 */
final class Bounded {
  /** Brackets and field names around the list. */
  private static final int FRAME_BYTES = 64;

  private Bounded() {}

  /** Those that fit, in the order they came. */
  static List<Artifact.Example> keep(List<Artifact.Example> examples, KindRules rules) {
    Map<String, Deque<Artifact.Example>> byAnswer = new LinkedHashMap<>();
    examples.stream()
        .sorted(Comparator.comparing(Bounded::newest).reversed())
        .forEach(example ->
            byAnswer
                .computeIfAbsent(AnswerText.normal(example.output()), unseen -> new ArrayDeque<>())
                .addLast(example));
    List<Artifact.Example> kept = new ArrayList<>();
    long bytes = FRAME_BYTES;
    while (!byAnswer.isEmpty()) {
      for (Deque<Artifact.Example> answers : List.copyOf(byAnswer.values())) {
        Artifact.Example next = answers.removeFirst();
        long size = CanonicalJson.bytes(next).length + 1L;
        if (kept.size() < rules.maxItems() && bytes + size <= rules.maxBytes()) {
          kept.add(next);
          bytes += size;
        }
      }
      byAnswer.values().removeIf(Deque::isEmpty);
    }
    java.util.Set<Artifact.Example> chosen = new java.util.HashSet<>(kept);
    return examples.stream().filter(chosen::contains).toList();
  }

  /** Exchange ids are UUIDv7: their order is the order of time. */
  private static String newest(Artifact.Example example) {
    return example.sources().stream().max(Comparator.naturalOrder()).orElse("￿");
  }
}
