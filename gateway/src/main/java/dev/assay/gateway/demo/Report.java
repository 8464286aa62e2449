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
    accuracy(text, outcome);
    adapter(text, outcome.adapter());
    attacks(text, outcome);
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

  private static void accuracy(StringBuilder text, Outcome outcome) {
    text.append(
        String.format(
            Locale.ROOT,
            "%nAn arm is a tenant with its own policy; every arm is sent the same requests. The gate: a"
                + " change is%nserved only after an evaluation and the policy let it pass. Share of"
                + " right answers in the last %,d,%nwith its 95 %% interval:%n",
            outcome.plan().stream().size() - outcome.plan().lastQuarter()));
    line(text, "frozen", outcome.frozen(), "learns nothing: the model alone");
    line(text, "learned", outcome.learned(), "learned from feedback, behind the gate");
    line(
        text,
        "nearest",
        outcome.nearest(),
        "control, no model: the nearest learned example's label");
    line(text, "ceiling", outcome.ceiling(), "given the whole training split as examples");
    line(
        text,
        "shuffled",
        outcome.shuffled(),
        "control: feedback dealt out at random, behind the gate");
    line(text, "ungated", outcome.ungated(), "the same without the gate");
    text.append(
        String.format(
            Locale.ROOT,
            "Learning closed %.0f %% of the gap from frozen to ceiling.%n",
            100 * outcome.gapClosed()));
  }

  private static void adapter(StringBuilder text, AdapterStory.Told adapter) {
    if (adapter.change().isEmpty()) {
      text.append("\nTenant 'weights' learned no adapter: none came as far as a vote.\n");
      return;
    }
    text.append("\nTenant 'weights' learned an adapter, a small addition to the model's weights");
    text.append("\n(").append(adapter.change()).append("), now ").append(adapter.reached());
    text.append(".\n  every way of asking for it before its approval was refused: ");
    text.append(adapter.refusedBeforeApproval() ? "yes" : "NO").append('\n');
    text.append("  approved by ").append(String.join(", ", adapter.approvals())).append('\n');
    line(text, "before", adapter.before(), "right answers before it was trained");
    line(text, "after", adapter.after(), "right answers once all were served with it");
    text.append(
        String.format(
            Locale.ROOT,
            "  forgetting %.1f %% of what the model answered rightly before it answers wrongly with"
                + " the adapter%n",
            100 * adapter.forgetting()));
  }

  private static void attacks(StringBuilder text, Outcome outcome) {
    PoisonStory.Told poison = outcome.poison();
    text.append("\nTwo attacks on tenant 'poisoned' by false corrections:\n");
    attack(text, "one user, many at once", poison.burst());
    attack(text, "many users, few each", poison.ring());
    text.append(
        poison.rollbackFrom() == 0
            ? "Tenant 'poisoned' had learned nothing, so there was nothing to roll back.\n"
            : "Tenant 'poisoned' was rolled back from release %d to what release %d served.\n"
                .formatted(poison.rollbackFrom(), poison.rollbackTo()));
    text.append(
        String.format(
            Locale.ROOT,
            "Audit: %,d entries, %s.%n",
            outcome.auditEntries(),
            outcome.auditVerified() ? "verified" : "BROKEN"));
  }

  private static void attack(StringBuilder text, String name, PoisonStory.Ended ended) {
    text.append(
        String.format(Locale.ROOT, "  %-22s  %s: %s%n", name, ended.decision(), ended.meaning()));
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
        "poisoned", Map.of("burst", outcome.poison().burst(), "ring", outcome.poison().ring()));
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
