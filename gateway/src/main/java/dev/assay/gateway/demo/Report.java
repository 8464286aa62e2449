package dev.assay.gateway.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The outcome for people at a terminal, and for programs. */
final class Report {
  private Report() {}

  static String table(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    text.append("\nAccuracy on the last quarter of the stream, 95 % intervals:\n");
    line(text, "frozen", outcome.frozen(), "the base model alone");
    line(text, "learned", outcome.learned(), "what was learned, under governance");
    line(text, "nearest", outcome.nearest(), "control: the nearest example's label alone");
    line(text, "ceiling", outcome.ceiling(), "examples from all of the training split");
    line(text, "shuffled", outcome.shuffled(), "control: feedback dealt out at random, gated");
    line(text, "ungated", outcome.ungated(), "the same without the gate");
    text.append(
        String.format(
            Locale.ROOT,
            "Learning closed %.0f %% of the gap from frozen to ceiling.%n",
            100 * outcome.gapClosed()));
    AdapterStory.Told adapter = outcome.adapter();
    text.append("\nAdapter ").append(adapter.change()).append(": ").append(adapter.reached());
    text.append("\n  before approval every way of asking was refused: ");
    text.append(adapter.refusedBeforeApproval() ? "yes" : "NO").append('\n');
    text.append("  approved by ").append(String.join(", ", adapter.approvals())).append('\n');
    line(text, "  before", adapter.before(), "");
    line(text, "  after", adapter.after(), "");
    text.append(String.format(Locale.ROOT, "  forgetting %.3f%n", adapter.forgetting()));
    text.append("\nAttacks: burst ").append(outcome.poison().burst().decision());
    text.append(", ring ").append(outcome.poison().ring().decision()).append('\n');
    text.append(
        String.format(
            Locale.ROOT,
            "Rollback from release %d to %d. Audit: %,d entries, %s.%n",
            outcome.poison().rollbackFrom(),
            outcome.poison().rollbackTo(),
            outcome.auditEntries(),
            outcome.auditVerified() ? "verified" : "BROKEN"));
    text.append(
        String.format(
            Locale.ROOT,
            "Overhead before the provider could begin: p50 %.2f ms, p99 %.2f ms (with the encoder,"
                + " on a machine that also ran the model and the apps). %.0f s in all.%n",
            outcome.overheadMillis(0.5),
            outcome.overheadMillis(0.99),
            outcome.seconds()));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Share share, String note) {
    text.append(String.format(Locale.ROOT, "  %-10s %s  %s%n", name, share, note));
  }

  static String json(Outcome outcome, String dataset, long seed, List<String> failures) {
    Map<String, Object> arms = new LinkedHashMap<>();
    arms.put("frozen", outcome.frozen().json());
    arms.put("learned", outcome.learned().json());
    arms.put("shuffled", outcome.shuffled().json());
    arms.put("shuffledUngated", outcome.ungated().json());
    arms.put("nearest", outcome.nearest().json());
    arms.put("ceiling", outcome.ceiling().json());
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("dataset", dataset);
    root.put("requests", outcome.plan().stream().size());
    root.put("seed", seed);
    root.put("arms", arms);
    root.put("tokenSpace", tokenSpace(outcome));
    root.put("weightSpace", weightSpace(outcome.adapter()));
    root.put(
        "poisoned",
        Map.of("burst", outcome.poison().burst(), "ring", outcome.poison().ring()));
    root.put(
        "rollback",
        Map.of("from", outcome.poison().rollbackFrom(), "to", outcome.poison().rollbackTo()));
    root.put(
        "audit", Map.of("entries", outcome.auditEntries(), "verified", outcome.auditVerified()));
    root.put(
        "overheadMillis",
        Map.of("p50", outcome.overheadMillis(0.5), "p99", outcome.overheadMillis(0.99)));
    root.put("seconds", outcome.seconds());
    root.put("failures", failures);
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("maps are JSON", impossible);
    }
  }

  private static Map<String, Object> tokenSpace(Outcome outcome) {
    Map<String, Object> space = new LinkedHashMap<>();
    space.put("gapClosed", outcome.gapClosed());
    space.put("activations", outcome.activations());
    return space;
  }

  private static Map<String, Object> weightSpace(AdapterStory.Told adapter) {
    Map<String, Object> space = new LinkedHashMap<>();
    space.put("change", adapter.change());
    space.put("refusedBeforeApproval", adapter.refusedBeforeApproval());
    space.put("attempts", adapter.attempts());
    space.put("audited", adapter.audited());
    space.put("refusedVotes", adapter.refusedVotes());
    space.put("approvals", adapter.approvals());
    space.put("state", adapter.reached());
    space.put("before", adapter.before().json());
    space.put("after", adapter.after().json());
    space.put("forgetting", adapter.forgetting());
    return space;
  }
}
