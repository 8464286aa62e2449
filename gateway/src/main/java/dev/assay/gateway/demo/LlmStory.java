package dev.assay.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.client.Complaint;
import dev.assay.gateway.client.ControlClient;
import dev.assay.gateway.demo.Crowd.Reaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * A real LLM's way through the loop: it answers, people who are asked say what was right, examples
 * are proposed, measured, approved by a person and served; then rows it never saw are answered by
 * the first release, by what was learned, and by the same examples under labels dealt out anew.
 */
final class LlmStory {
  private static final int AT_A_TIME = 8;

  private final LlmStage stage;
  private final LlmTask task;
  private final Traffic traffic;
  private final Progress progress;
  private final long seed;
  private final Instant giveUp;
  private final Duration patience;
  private final Arm frozen;
  private final Arm learned;
  private final Arm shuffled;

  /**
   * What there is to tell of the change.
   *
   * @param corrections answers that people gave, and of these, those in the learning window
   * @param change its id; empty when none was proposed
   * @param beforeApproval its state when it had been measured and judged
   * @param liveBeforeApproval the release that was served then
   * @param evaluation what was measured before anybody approved it
   * @param refusedVote why the admin's vote was not taken; empty if it was
   */
  record Told(
      int corrections,
      int examples,
      String change,
      String beforeApproval,
      int liveBeforeApproval,
      JsonNode evaluation,
      String refusedVote,
      String reached) {}

  LlmStory(
      LlmStage stage,
      LlmTask task,
      Traffic traffic,
      Progress progress,
      long seed,
      Duration patience) {
    this.stage = stage;
    this.task = task;
    this.traffic = traffic;
    this.progress = progress;
    this.seed = seed;
    this.patience = patience;
    this.giveUp = Instant.now().plus(patience);
    int rows = task.stream().size();
    this.frozen = stage.arm(LlmStage.FROZEN, rows);
    this.learned = stage.arm(LlmStage.LEARNED, rows);
    this.shuffled = stage.arm(LlmStage.SHUFFLED, rows);
  }

  /** How many requests {@link #play} makes of the data plane, for the progress bar. */
  static int requests(LlmTask task) {
    return task.taught() + 3 * task.unseen();
  }

  Arm frozen() {
    return frozen;
  }

  Arm learned() {
    return learned;
  }

  Arm shuffled() {
    return shuffled;
  }

  Told play() {
    int corrections = teach();
    ControlClient ada = stage.as(stage.operator().person("Ada", "reviewer"));
    Told told = learn(corrections, ada);
    shuffle(ada);
    progress.say("asking rows no release has seen, of all three tenants");
    for (int from = task.taught(); from < task.stream().size(); from += AT_A_TIME) {
      int to = Math.min(task.stream().size(), from + AT_A_TIME);
      play(frozen, from, to);
      play(learned, from, to);
      play(shuffled, from, to);
    }
    return told;
  }

  private int teach() {
    progress.say("the first " + task.taught() + " requests; people answer where they are asked");
    int corrections = 0;
    for (int from = 0; from < task.taught(); from += AT_A_TIME) {
      List<Reaction> reactions = play(learned, from, Math.min(task.taught(), from + AT_A_TIME));
      traffic.say(learned, reactions);
      corrections += (int) reactions.stream().filter(it -> it.correction().isPresent()).count();
    }
    return corrections;
  }

  private List<Reaction> play(Arm arm, int from, int to) {
    if (Instant.now().isAfter(giveUp)) {
      throw new Complaint(
          "The LLM is too slow: after "
              + patience.toMinutes()
              + " minutes request "
              + from
              + " of "
              + task.stream().size()
              + " is not answered yet. Take a smaller model, a faster machine or --requests "
              + LlmTask.FEWEST
              + ".",
          "llm_too_slow");
    }
    List<Reaction> reactions = traffic.play(arm, from, to);
    arm.failure()
        .ifPresent(why -> {
          throw new Complaint("The LLM's server left a request unanswered: " + why, "llm_failed");
        });
    return reactions;
  }

  private Told learn(int corrections, ControlClient ada) {
    Operator operator = stage.operator();
    progress.say(corrections + " answers of people; the learner proposes, an evaluation measures");
    Operator.CycleEnd end = operator.learn(LlmStage.LEARNED, "examples");
    Operator.ChangeRow row =
        operator.changes(LlmStage.LEARNED).stream()
            .findFirst()
            .orElseThrow(
                () -> new Complaint("Nothing was proposed: " + end.detail(), "nothing_learned"));
    JsonNode change = operator.change(row.id());
    int liveBefore = operator.live(LlmStage.LEARNED);
    JsonNode grounds = change.path("grounds");
    String refused = Operator.vote(stage.admin(), row.id(), grounds).orElse("");
    approve(ada, row, change);
    int live = operator.live(LlmStage.LEARNED);
    learned.knows(live, operator.exampleOutputs(LlmStage.LEARNED, live));
    JsonNode measured = change.path("evidence").path(0).at("/evidence/evaluation");
    progress.say("Ada (reviewer) approved it; release " + live + " is live for 'learned'");
    return new Told(
        corrections,
        operator.exampleOutputs(LlmStage.LEARNED, live).size(),
        row.id(),
        row.state(),
        liveBefore,
        measured,
        refused,
        operator.change(row.id()).path("state").asText());
  }

  private void approve(ControlClient person, Operator.ChangeRow row, JsonNode change) {
    if (!row.state().equals("awaiting_approval")) {
      throw new Complaint(
          "The change is " + row.state() + " and waits for nobody: " + row.reason(), "no_vote");
    }
    Optional<String> refusal = Operator.vote(person, row.id(), change.path("grounds"));
    if (refusal.isPresent()) {
      throw new Complaint("Ada's approval was refused: " + refusal.get(), "no_vote");
    }
    stage.operator().settle(change.at("/change/tenant").asText());
  }

  /** The control: a person proposes the same inputs with the outputs dealt out anew. */
  private void shuffle(ControlClient ada) {
    Operator operator = stage.operator();
    List<JsonNode> examples = operator.examples(LlmStage.LEARNED, operator.live(LlmStage.LEARNED));
    List<String> outputs =
        new ArrayList<>(examples.stream().map(it -> it.path("output").asText()).toList());
    Collections.shuffle(outputs, new Random(seed));
    ObjectNode artifact = new ObjectMapper().createObjectNode();
    artifact.put("kind", "examples").put("selection", "similar");
    ArrayNode dealt = artifact.putArray("examples");
    for (JsonNode example : examples) {
      ObjectNode one = dealt.addObject();
      one.put("id", "dealt-" + dealt.size());
      one.put("input", example.path("input").asText());
      one.put("output", outputs.get(dealt.size() - 1));
      one.putArray("sources");
    }
    ControlClient curator = stage.as(operator.person("curator", "operator"));
    String id = operator.propose(curator, LlmStage.SHUFFLED, artifact).id();
    operator.settle(LlmStage.SHUFFLED);
    Operator.ChangeRow row =
        operator.changes(LlmStage.SHUFFLED).stream()
            .filter(it -> it.id().equals(id))
            .findFirst()
            .orElseThrow();
    approve(ada, row, operator.change(id));
    progress.say(
        String.format(
            Locale.ROOT,
            "control 'shuffled': the same %,d examples, labels dealt out anew",
            examples.size()));
  }
}
