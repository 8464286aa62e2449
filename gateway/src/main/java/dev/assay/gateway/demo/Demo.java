package dev.assay.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.client.Complaint;
import dev.assay.gateway.demo.Crowd.Reaction;
import dev.assay.gateway.demo.Dataset.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The whole loop, played: the same stream of real requests goes through arms side by side; people
 * react; learners propose; evaluation, policy and people decide. Nothing is arranged to succeed:
 * the {@link Verdict} reads what came of it.
 */
final class Demo {
  /** The batch after which the adapter is trained: half of the stream. */
  private static final int ADAPTER_AFTER = 6;

  private final Stage stage;
  private final Plan plan;
  private final Traffic traffic;
  private final Progress progress;
  private final long seed;
  private final Arm learned;
  private final Arm frozen;
  private final Arm shuffled;
  private final Arm ungated;
  private final Arm ceiling;
  private final Arm weights;
  private final Arm poisoned;
  private final List<Activation> activations = new ArrayList<>();

  /** A release of the learning arm that went live, and the request it was live at. */
  record Activation(int position, int release, String change) {}

  Demo(Stage stage, Plan plan, Traffic traffic, Progress progress, long seed) {
    this.stage = stage;
    this.plan = plan;
    this.traffic = traffic;
    this.progress = progress;
    this.seed = seed;
    int rows = plan.stream().size();
    this.learned = stage.arm(Stage.LEARNED, rows);
    this.frozen = stage.arm(Stage.FROZEN, rows);
    this.shuffled = stage.arm(Stage.SHUFFLED, rows);
    this.ungated = stage.arm(Stage.UNGATED, rows);
    this.ceiling = stage.arm(Stage.CEILING, rows);
    this.weights = stage.arm(Stage.WEIGHTS, rows);
    this.poisoned = stage.arm(Stage.POISONED, rows);
  }

  /** How many requests {@link #run} will make, for the progress bar. */
  static int requests(Plan plan) {
    return 5 * plan.stream().size() + plan.stream().size() / 4 + 4 * plan.batch();
  }

  Outcome run() {
    String curator = stage.operator().person("curator", "operator");
    giveCeilingEverything(curator);
    AdapterStory adapter = new AdapterStory(stage, weights, plan, progress);
    int batches = (plan.stream().size() + plan.batch() - 1) / plan.batch();
    for (int batch = 0; batch < batches; batch++) {
      int from = batch * plan.batch();
      int to = Math.min(plan.stream().size(), from + plan.batch());
      traffic.play(frozen, from, to);
      learnFrom(learned, traffic.play(learned, from, to));
      noteActivation(to);
      learnFrom(shuffled, Crowd.shuffled(traffic.play(shuffled, from, to), seed + batch));
      learnFrom(ungated, Crowd.shuffled(traffic.play(ungated, from, to), seed + batch));
      traffic.say(weights, traffic.play(weights, from, to));
      if (batch == Math.min(ADAPTER_AFTER, batches - 2) - 1) {
        adapter.play(to);
      }
      honestTraffic(from, to);
      progress.say(sofar(from, to));
    }
    progress.say("all batches are played; now two attacks on the tenant 'poisoned'");
    PoisonStory.Told poison = new PoisonStory(stage, poisoned, plan, progress, seed).play();
    traffic.play(ceiling, plan.lastQuarter(), plan.stream().size());
    JsonNode audit = stage.operator().verifyAudit();
    progress.end();
    return new Outcome(
        plan,
        learned,
        frozen,
        shuffled,
        ungated,
        ceiling,
        List.copyOf(activations),
        adapter.told(),
        poison,
        audit.path("entries").asLong(),
        audit.path("verified").asBoolean(),
        progress.seconds());
  }

  /** After each batch, which ends with a learning cycle of every arm that learns. */
  private String sofar(int from, int to) {
    return String.format(
        Locale.ROOT,
        "request %,d of %,d; right of the last %,d: frozen %s, learned %s, shuffled %s, ungated %s,"
            + " weights %s",
        to,
        plan.stream().size(),
        to - from,
        percent(frozen, from, to),
        percent(learned, from, to),
        percent(shuffled, from, to),
        percent(ungated, from, to),
        percent(weights, from, to));
  }

  private static String percent(Arm arm, int from, int to) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * arm.accuracy(from, to).value());
  }

  /**
   * Until the second tenant has something to lose; a release on trial gets traffic to be seen by.
   */
  private void honestTraffic(int from, int to) {
    if (stage.operator().isOnTrial(poisoned.tenant())) {
      traffic.play(poisoned, from, to);
    } else if (stage.operator().live(poisoned.tenant()) == 0) {
      learnFrom(poisoned, traffic.play(poisoned, from, to));
    }
  }

  private void learnFrom(Arm arm, List<Reaction> reactions) {
    traffic.say(arm, reactions);
    stage.operator().learn(arm.tenant(), "examples");
  }

  private void noteActivation(int position) {
    int live = stage.operator().live(learned.tenant());
    for (int release = 1; release <= live + 1; release++) {
      if (!learned.knows(release)) {
        try {
          learned.knows(release, stage.operator().exampleOutputs(learned.tenant(), release));
        } catch (Complaint noSuchRelease) {
          return;
        }
      }
    }
    boolean moved = activations.isEmpty() ? live > 0 : activations.getLast().release() != live;
    if (moved) {
      String change =
          stage.operator().changes(learned.tenant()).stream()
              .filter(row -> row.state().equals("live"))
              .map(Operator.ChangeRow::id)
              .findFirst()
              .orElse("");
      activations.add(new Activation(position, live, change));
      progress.say(
          "release "
              + live
              + " is live for 'learned' ("
              + change
              + "): measured, judged, admitted by policy");
    }
  }

  /** Everything in the training split, proposed by a person: how good examples can get here. */
  private void giveCeilingEverything(String curator) {
    ObjectMapper json = new ObjectMapper();
    ObjectNode artifact = json.createObjectNode();
    artifact.put("kind", "examples").put("selection", "similar");
    ArrayNode examples = artifact.putArray("examples");
    int id = 0;
    for (Row row : plan.ceilingExamples()) {
      examples
          .addObject()
          .put("id", "train-" + id++)
          .put("input", row.text())
          .put("output", row.label())
          .putArray("sources");
    }
    progress.say(
        "embedding all "
            + id
            + " training examples for the ceiling, before the first request: this may take a minute");
    Operator.ChangeRow row = stage.operator().propose(stage.as(curator), Stage.CEILING, artifact);
    if (!row.state().equals("live")) {
      throw new Complaint(
          "The ceiling's examples are " + row.state() + ": " + row.reason(), "no_ceiling");
    }
  }
}
