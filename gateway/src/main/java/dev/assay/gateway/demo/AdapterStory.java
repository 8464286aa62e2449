package dev.assay.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.client.Complaint;
import dev.assay.gateway.client.ControlClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An adapter's way: trained from what people said, measured, asked for in every way before anybody
 * approved it, approved by two people, tried on a share of the traffic, live.
 */
final class AdapterStory {
  private final Stage stage;
  private final Arm arm;
  private final Plan plan;
  private final Progress progress;
  private Optional<Proposed> proposed = Optional.empty();

  /** What happened between the proposal and the last approval. */
  private record Proposed(
      int position,
      String change,
      Map<String, Integer> attempts,
      long audited,
      List<String> refusedVotes,
      List<String> approvals,
      double forgetting) {}

  AdapterStory(Stage stage, Arm arm, Plan plan, Progress progress) {
    this.stage = stage;
    this.arm = arm;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * What there is to tell.
   *
   * @param attempts status of every way of asking for the adapter before it was approved
   * @param audited how many of these attempts the audit log has
   * @param refusedVotes votes that were refused, and why
   * @param reached the change's last state
   */
  record Told(
      String change,
      Map<String, Integer> attempts,
      long audited,
      List<String> refusedVotes,
      List<String> approvals,
      String reached,
      Share before,
      Share after,
      double forgetting) {
    boolean refusedBeforeApproval() {
      return !attempts.isEmpty()
          && attempts.values().stream().allMatch(status -> status >= 400 && status < 500)
          && audited >= attempts.size();
    }
  }

  /** Trains, tries what must fail, and has people approve. */
  void play(int position) {
    Operator operator = stage.operator();
    progress.say("training an adapter for 'weights' from what its people said");
    Operator.CycleEnd end = operator.learn(arm.tenant(), "adapter");
    Optional<Operator.ChangeRow> waiting =
        operator.changes(arm.tenant()).stream()
            .filter(row -> row.state().equals("awaiting_approval"))
            .findFirst();
    if (waiting.isEmpty()) {
      progress.say("no adapter waits for approval: " + end.outcome() + ", " + end.detail());
      return;
    }
    String id = waiting.get().id();
    progress.say("an adapter was trained and measured (" + id + "); it waits for two people");
    JsonNode change = operator.change(id);
    Map<String, Integer> attempts = attempts(change);
    long audited = operator.audited(arm.tenant(), "adapter.refused");
    List<String> refused = new ArrayList<>();
    List<String> approvals = approve(id, change.path("grounds"), refused);
    double forgetting = 1;
    for (JsonNode evidence : change.path("evidence")) {
      forgetting = evidence.at("/evidence/evaluation/forgetting").asDouble(1);
    }
    proposed =
        Optional.of(new Proposed(position, id, attempts, audited, refused, approvals, forgetting));
  }

  /** Every way there is to ask for an adapter that nobody approved. */
  private Map<String, Integer> attempts(JsonNode change) {
    String digest = change.at("/change/artifact").asText();
    String runtime = "assay-" + digest.substring(digest.indexOf(':') + 1).substring(0, 32);
    String trainer = change.at("/change/settings/model").asText(runtime);
    String text = plan.stream().getFirst().text();
    Map<String, Integer> attempts = new LinkedHashMap<>();
    attempts.put("model: the adapter's own name", ask(text, runtime, Map.of(), Map.of()));
    attempts.put("model: the trainer's name for it", ask(text, trainer, Map.of(), Map.of()));
    attempts.put(
        "model: the change's id", ask(text, change.path("id").asText(), Map.of(), Map.of()));
    attempts.put(
        "header x-assay-adapter",
        ask(text, "sandbox", Map.of(), Map.of("x-assay-adapter", runtime)));
    attempts.put(
        "extra_body lora_request",
        ask(text, "sandbox", Map.of("lora_request", Map.of("lora_name", runtime)), Map.of()));
    attempts.put(
        "extra_body adapter_id", ask(text, "sandbox", Map.of("adapter_id", runtime), Map.of()));
    return attempts;
  }

  private int ask(
      String text, String model, Map<String, Object> fields, Map<String, String> headers) {
    return stage.apps().chat(arm.key(), "mallory", text, model, fields, headers).status();
  }

  private List<String> approve(String id, JsonNode grounds, List<String> refused) {
    ControlClient reviewer = stage.as(stage.operator().person("Ada", "reviewer"));
    ControlClient owner = stage.as(stage.operator().person("Grace", "owner"));
    ControlClient auditor = stage.as(stage.operator().person("Edsger", "auditor"));
    Operator.vote(stage.admin(), id, grounds).ifPresent(code -> refused.add("admin: " + code));
    Operator.vote(auditor, id, grounds).ifPresent(code -> refused.add("auditor: " + code));
    List<String> approvals = new ArrayList<>();
    taken("Ada (reviewer)", Operator.vote(reviewer, id, grounds), approvals);
    taken("Grace (owner)", Operator.vote(owner, id, grounds), approvals);
    progress.say(
        "approved by " + String.join(" and ", approvals) + "; first on a share of traffic");
    return approvals;
  }

  private static void taken(String who, Optional<String> refusal, List<String> approvals) {
    if (refusal.isPresent()) {
      throw new Complaint("The approval of " + who + " was refused: " + refusal.get(), "no_vote");
    }
    approvals.add(who);
  }

  /** To be called when the stream is over. */
  Told told() {
    int end = plan.stream().size();
    if (proposed.isEmpty()) {
      return new Told(
          "",
          Map.of(),
          0,
          List.of(),
          List.of(),
          "never proposed",
          arm.accuracy(0, end),
          Share.of(0, 0),
          1);
    }
    Proposed story = proposed.get();
    String state = stage.operator().change(story.change()).path("state").asText();
    int canaryEnds = Math.min(end, story.position() + plan.batch());
    return new Told(
        story.change(),
        story.attempts(),
        story.audited(),
        story.refusedVotes(),
        story.approvals(),
        state,
        arm.accuracy(Math.max(0, story.position() - 3 * plan.batch()), story.position()),
        arm.accuracy(canaryEnds, end),
        story.forgetting());
  }
}
