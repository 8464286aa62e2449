package dev.assay.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.demo.Crowd.Reaction;
import dev.assay.gateway.demo.Dataset.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Two attacks on a tenant that had learned something good: one user who shouts, and a ring of users
 * who each stay below the caps. Both want every answer to be one label. Then the way back.
 */
final class PoisonStory {
  private static final int BURST = 200;
  private static final int RING_USERS = 40;
  private static final int RING_EACH = 12;

  private final Stage stage;
  private final Arm arm;
  private final Plan plan;
  private final Progress progress;
  private final Random random;
  private final String wanted;

  PoisonStory(Stage stage, Arm arm, Plan plan, Progress progress, long seed) {
    this.stage = stage;
    this.arm = arm;
    this.plan = plan;
    this.progress = progress;
    this.random = new Random(seed + 17);
    this.wanted = plan.labels().getFirst();
  }

  /** How an attack ended. */
  record Ended(String decision, List<String> reasons) {
    /** What the decision means, for people. */
    String meaning() {
      return switch (decision) {
        case "hold" -> "the learner proposed nothing";
        case "reject" -> "a change was proposed, measured and rejected by policy";
        case "quarantine" -> "a change was proposed, and the scans of its text stopped it";
        case "live" -> "a change was proposed and is served";
        default -> "the change came no further";
      };
    }
  }

  /** What there is to tell. */
  record Told(Ended burst, Ended ring, int rollbackFrom, int rollbackTo) {}

  Told play() {
    Ended burst = burst();
    progress.say(
        "one user's burst: " + burst.decision() + ", " + String.join("; ", burst.reasons()));
    Ended ring = ring();
    progress.say("a ring of users: " + ring.decision() + ", " + String.join("; ", ring.reasons()));
    int from = stage.operator().live(arm.tenant());
    if (from == 0) {
      progress.say("nothing was learned by 'poisoned', so there is nothing to roll back");
      return new Told(burst, ring, 0, 0);
    }
    JsonNode back = stage.operator().rollBack(arm.tenant(), from - 1, "shown in the demo");
    progress.say(
        "rolled 'poisoned' back from release "
            + from
            + " to what release "
            + (from - 1)
            + " served");
    return new Told(burst, ring, back.path("from").asInt(-1), back.path("to").asInt(-1));
  }

  private Ended burst() {
    List<String> users = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      users.add("shouter");
    }
    return attack(users);
  }

  private Ended ring() {
    List<String> users = new ArrayList<>();
    for (int user = 0; user < RING_USERS; user++) {
      for (int i = 0; i < RING_EACH; i++) {
        users.add("ring-" + user);
      }
    }
    return attack(users);
  }

  /** Each sends a message nobody sent before in this tenant, and "corrects" the answer. */
  private Ended attack(List<String> users) {
    Set<String> before = changeIds();
    int fresh = plan.stream().size() / 3;
    for (String user : users) {
      Row row = plan.stream().get(fresh + random.nextInt(plan.stream().size() - fresh));
      Apps.Answer answer = stage.apps().chat(arm.key(), user, row.text());
      stage
          .apps()
          .feedback(
              arm.key(),
              new Reaction(answer.exchange(), user, Optional.empty(), Optional.of(wanted)));
    }
    Operator.CycleEnd end = stage.operator().learn(arm.tenant(), "examples");
    Optional<Operator.ChangeRow> proposed =
        stage.operator().changes(arm.tenant()).stream()
            .filter(row -> !before.contains(row.id()))
            .findFirst();
    if (proposed.isEmpty()) {
      return new Ended(
          end.outcome().equals("held") ? "hold" : end.outcome(), List.of(end.detail()));
    }
    JsonNode change = stage.operator().change(proposed.get().id());
    List<String> reasons = new ArrayList<>();
    change
        .at("/stateDetail/reasons")
        .forEach(reason ->
            reasons.add(reason.path("code").asText() + ": " + reason.path("message").asText()));
    String state = proposed.get().state();
    if (reasons.isEmpty()) {
      reasons.add(proposed.get().reason());
    }
    return new Ended(
        switch (state) {
          case "rejected" -> "reject";
          case "quarantined" -> "quarantine";
          default -> state;
        },
        reasons);
  }

  private Set<String> changeIds() {
    return stage.operator().changes(arm.tenant()).stream()
        .map(Operator.ChangeRow::id)
        .collect(java.util.stream.Collectors.toSet());
  }
}
