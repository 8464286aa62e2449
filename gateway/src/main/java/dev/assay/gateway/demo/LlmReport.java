package dev.assay.gateway.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The outcome over a real LLM for people at a terminal, and for programs. */
final class LlmReport {
  private LlmReport() {}

  /** One line of the comparison. */
  record Line(String name, Share share, String note) {}

  static List<Line> lines(LlmOutcome outcome) {
    return List.of(
        new Line("frozen", outcome.frozen(), "the first release: the LLM and the app's own prompt"),
        new Line("learned", outcome.learned(), "with the examples it learned, 3 a request"),
        new Line("shuffled", outcome.shuffled(), "control: the same examples, labels dealt anew"),
        new Line("nearest", outcome.nearest(), "control, no LLM: the nearest example's label"));
  }

  /** The differences, in words and with intervals. */
  static Map<String, String> gains(LlmOutcome outcome) {
    Map<String, String> gains = new LinkedHashMap<>();
    gains.put("learned - frozen", outcome.learnedOverFrozen().toString());
    gains.put("learned - shuffled", outcome.learnedOverShuffled().toString());
    gains.put("learned - nearest", outcome.learnedOverNearest() + nearest(outcome));
    return gains;
  }

  private static String nearest(LlmOutcome outcome) {
    return outcome.learnedOverNearest().isBelowZero()
        ? "  here the lookup alone does better than the LLM"
        : "";
  }

  /** What was measured before the approval, and what the gate made of it. */
  static String evaluation(LlmStory.Told told) {
    JsonNode measured = told.evaluation();
    if (measured.path("rows").asInt() == 0) {
      return "advisory gate: no rows were set apart for it, so it measured nothing before the"
          + " approval";
    }
    return String.format(
        Locale.ROOT,
        "advisory gate: on %d rows asked for evaluation alone, live %.0f %%, candidate %.0f %%,"
            + " difference surely above %+.0f points only (alpha %.3f)%s",
        measured.path("rows").asInt(),
        100 * measured.at("/live/value").asDouble(),
        100 * measured.at("/candidateShare/value").asDouble(),
        100 * measured.at("/againstLive/low").asDouble(),
        measured.at("/againstLive/alpha").asDouble(),
        measured.path("sensitive").asBoolean() ? "" : "; too few to tell good from bad");
  }

  static String table(LlmOutcome outcome) {
    StringBuilder text = new StringBuilder();
    LlmStory.Told told = outcome.told();
    text.append(
        String.format(
            Locale.ROOT,
            "%n%s at %s. %d labels; %d messages taught on (%d answers of people, %d examples).%n",
            outcome.llm().model(),
            outcome.endpoint(),
            LlmTask.LABELS.size(),
            outcome.task().taught(),
            told.corrections(),
            told.examples()));
    text.append("Change ").append(told.change()).append(": ").append(evaluation(told));
    text.append(".\nIt waited for a person (the admin token's vote: ").append(told.refusedVote());
    text.append("), was approved by Ada (reviewer), and is ").append(told.reached()).append(".\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%nRight answers to %d messages no release had seen, with 95 %% intervals:%n",
            outcome.task().unseen()));
    for (Line line : lines(outcome)) {
      text.append(
          String.format(Locale.ROOT, "  %-10s %s  %s%n", line.name(), line.share(), line.note()));
    }
    text.append("Row by row:\n");
    gains(outcome)
        .forEach(
            (name, gain) -> text.append(String.format(Locale.ROOT, "  %-20s %s%n", name, gain)));
    text.append("\nThrough the gateway, the LLM behind it:\n");
    for (LlmCheck check : outcome.checks()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-14s %-12s %s%n",
              check.name(),
              check.result().word(),
              check.what()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "Audit: %,d entries, %s. %.0f s in all.%n",
            outcome.auditEntries(),
            outcome.auditVerified() ? "verified" : "BROKEN",
            outcome.seconds()));
    return text.toString();
  }

  static String json(LlmOutcome outcome, long seed) {
    Map<String, Object> arms = new LinkedHashMap<>();
    lines(outcome).forEach(line -> arms.put(line.name(), line.share().json()));
    Map<String, Object> gains = new LinkedHashMap<>();
    gains.put("learnedOverFrozen", outcome.learnedOverFrozen().json());
    gains.put("learnedOverShuffled", outcome.learnedOverShuffled().json());
    gains.put("learnedOverNearest", outcome.learnedOverNearest().json());
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("dataset", "BANKING77");
    root.put("labels", LlmTask.LABELS);
    root.put("llm", Map.of("url", outcome.endpoint(), "model", outcome.llm().model()));
    root.put("taught", outcome.task().taught());
    root.put("unseen", outcome.task().unseen());
    root.put("seed", seed);
    root.put("arms", arms);
    root.put("gains", gains);
    root.put("change", outcome.told());
    root.put("checks", outcome.checks().stream().map(LlmCheck::json).toList());
    root.put(
        "audit", Map.of("entries", outcome.auditEntries(), "verified", outcome.auditVerified()));
    root.put("seconds", outcome.seconds());
    root.put("failures", outcome.failures());
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("maps are JSON", impossible);
    }
  }
}
