package dev.assay.learners.curation;

import dev.assay.learners.evaluation.AnswerText;
import dev.assay.learners.learning.LearningWindow.Signal;
import dev.assay.learners.learning.LearningWindow.Verdict;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What people said about one input. A principal has one voice a kind of signal: the last counts. A
 * demonstration says what is right, a thumb only what was not wrong, so thumbs count where nobody
 * demonstrated.
 */
final class Ballot {
  private final Signal first;
  private final Map<String, Said> demonstrated = new LinkedHashMap<>();
  private final Map<Judged, Boolean> thumbs = new LinkedHashMap<>();
  private final Map<String, String> spelling = new LinkedHashMap<>();
  private final Map<String, Set<String>> sources = new LinkedHashMap<>();

  private record Said(String output) {}

  private record Judged(String principal, String output) {}

  Ballot(Signal first) {
    this.first = first;
  }

  void add(Signal signal) {
    switch (signal.verdict()) {
      case Verdict.Demonstration(String text) -> {
        String output = note(text, signal);
        demonstrated.put(signal.principal(), new Said(output));
      }
      case Verdict.Thumb(boolean up) -> {
        String output = up ? note(signal.answer(), signal) : AnswerText.normal(signal.answer());
        thumbs.put(new Judged(signal.principal(), output), up);
      }
    }
  }

  /** What the majority of principals holds right; nothing on a tie or when more object. */
  Optional<Lesson> lesson(String key) {
    Map<String, Integer> voices = new LinkedHashMap<>();
    demonstrated.values().forEach(said -> voices.merge(said.output(), 1, Integer::sum));
    if (voices.isEmpty()) {
      thumbs.forEach((judged, up) -> voices.merge(judged.output(), up ? 1 : -1, Integer::sum));
    }
    int most = voices.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    List<String> leading =
        voices.entrySet().stream()
            .filter(voice -> voice.getValue() == most)
            .map(Map.Entry::getKey)
            .toList();
    if (most <= 0 || leading.size() != 1) {
      return Optional.empty();
    }
    String winner = leading.getFirst();
    @Nullable String spelled = spelling.get(winner);
    if (spelled == null || spelled.isBlank() || support(winner) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Lesson(
            key,
            first.query(),
            spelled,
            first.alias(),
            first.messages(),
            List.copyOf(new TreeSet<>(sources.getOrDefault(winner, Set.of())))));
  }

  /** Whether what was said speaks against this output. */
  boolean refutes(String key, String output) {
    String compared = AnswerText.normal(output);
    Optional<Lesson> lesson = lesson(key);
    return lesson.isPresent()
        ? !AnswerText.normal(lesson.get().output()).equals(compared)
        : support(compared) < 0 || !demonstrated.isEmpty();
  }

  /** Principals for this output minus principals against it. */
  private int support(String output) {
    int support = 0;
    for (Said said : demonstrated.values()) {
      support += said.output().equals(output) ? 1 : 0;
    }
    for (Map.Entry<Judged, Boolean> thumb : thumbs.entrySet()) {
      if (thumb.getKey().output().equals(output)) {
        support += thumb.getValue() ? 1 : -1;
      }
    }
    return support;
  }

  private String note(String text, Signal signal) {
    String output = AnswerText.normal(text);
    spelling.putIfAbsent(output, text.strip());
    sources.computeIfAbsent(output, unseen -> new LinkedHashSet<>()).add(signal.exchange());
    return output;
  }
}
