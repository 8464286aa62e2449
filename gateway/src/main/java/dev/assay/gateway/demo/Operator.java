package dev.assay.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.client.Complaint;
import dev.assay.gateway.client.ControlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an operator does through the control plane, in the demo's words. */
final class Operator {
  private static final Set<String> MOVING = Set.of("proposed", "stale", "evaluated", "approved");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LOOK_MILLIS = 50;

  private final ControlClient control;

  Operator(ControlClient control) {
    this.control = control;
  }

  /**
   * How a cycle ended.
   *
   * @param outcome {@code proposed}, {@code held}, {@code failed} or {@code busy}
   */
  record CycleEnd(String outcome, String detail) {}

  /** A change as listed. */
  record ChangeRow(String id, String state, String reason) {}

  /** A key for an app of this tenant. */
  String key(String tenant) {
    return control
        .post("/admin/tenants/" + tenant + "/keys", Map.of("app", "demo"))
        .path("key")
        .asText();
  }

  /** A person's credential. */
  String person(String name, String role) {
    return control
        .post("/admin/people", Map.of("name", name, "roles", List.of(role)))
        .path("key")
        .asText();
  }

  /** Runs one cycle of this learner to its end, and waits until its change came to rest. */
  CycleEnd learn(String tenant, String learner) {
    Instant giveUp = Instant.now().plus(PATIENCE);
    while (true) {
      JsonNode end =
          control.post("/admin/tenants/" + tenant + "/cycles", Map.of("learner", learner));
      if (!end.path("outcome").asText().equals("busy")) {
        settle(tenant);
        return new CycleEnd(end.path("outcome").asText(), end.path("detail").asText());
      }
      pause(giveUp, "a cycle of " + tenant + " did not end");
    }
  }

  /** Waits until no change of the tenant moves by itself. */
  void settle(String tenant) {
    Instant giveUp = Instant.now().plus(PATIENCE);
    while (isMoving(tenant)) {
      pause(giveUp, "a change of " + tenant + " did not come to rest");
    }
  }

  /** A change behind a canary waits for it, and the canary for traffic. */
  private boolean isMoving(String tenant) {
    List<ChangeRow> rows = changes(tenant);
    return rows.stream().noneMatch(row -> row.state().equals("canary"))
        && rows.stream().anyMatch(row -> MOVING.contains(row.state()));
  }

  /** Whether a canary of the tenant is being watched. */
  boolean isOnTrial(String tenant) {
    return changes(tenant).stream().anyMatch(row -> row.state().equals("canary"));
  }

  List<ChangeRow> changes(String tenant) {
    List<ChangeRow> rows = new java.util.ArrayList<>();
    control
        .get("/admin/tenants/" + tenant + "/changes")
        .path("changes")
        .forEach(row ->
            rows.add(
                new ChangeRow(
                    row.path("id").asText(),
                    row.path("state").asText(),
                    row.path("reason").asText())));
    return rows;
  }

  JsonNode change(String id) {
    return control.get("/admin/changes/" + id);
  }

  /** Proposes as the admin and waits until it came to rest. */
  ChangeRow propose(ControlClient person, String tenant, JsonNode artifact) {
    JsonNode row =
        person.post("/admin/tenants/" + tenant + "/changes", Map.of("artifact", artifact));
    return new ChangeRow(
        row.path("id").asText(), row.path("state").asText(), row.path("reason").asText());
  }

  /** The live release's number. */
  int live(String tenant) {
    return control.get("/admin/tenants/" + tenant + "/releases").path("live").asInt();
  }

  /** Outputs of a release's examples by their ids. */
  Map<String, String> exampleOutputs(String tenant, int release) {
    Map<String, String> outputs = new HashMap<>();
    examples(tenant, release)
        .forEach(
            example -> outputs.put(example.path("id").asText(), example.path("output").asText()));
    return outputs;
  }

  /** A release's examples. */
  List<JsonNode> examples(String tenant, int release) {
    List<JsonNode> examples = new java.util.ArrayList<>();
    control
        .get("/admin/tenants/" + tenant + "/releases/" + release)
        .path("artifacts")
        .forEach(artifact -> artifact.path("examples").forEach(examples::add));
    return examples;
  }

  /** An exchange as journalled, once it is there; empty when it is not by then. */
  Optional<JsonNode> exchange(String id, Duration patience) {
    Instant giveUp = Instant.now().plus(patience);
    while (true) {
      try {
        return Optional.of(control.get("/admin/exchanges/" + id));
      } catch (Complaint notYet) {
        if (Instant.now().isAfter(giveUp)) {
          return Optional.empty();
        }
        pause(giveUp, "exchange " + id + " was not journalled");
      }
    }
  }

  /** Serves an older release again. */
  JsonNode rollBack(String tenant, int to, String why) {
    return control.post(
        "/admin/tenants/" + tenant + "/releases/rollback", Map.of("to", to, "why", why));
  }

  /** The code of the error that voting gives; empty when the vote was taken. */
  static Optional<String> vote(ControlClient voter, String change, JsonNode grounds) {
    try {
      voter.post("/admin/changes/" + change + "/approve", Map.of("grounds", grounds));
      return Optional.empty();
    } catch (Complaint refused) {
      return Optional.of(refused.code());
    }
  }

  JsonNode verifyAudit() {
    return control.get("/admin/audit/verify");
  }

  /** How many audit entries of the tenant have this action. */
  long audited(String tenant, String action) {
    long count = 0;
    long after = 0;
    while (true) {
      JsonNode entries = control.get("/admin/audit?limit=1000&after=" + after).path("entries");
      for (JsonNode entry : entries) {
        boolean matches =
            entry.path("action").asText().equals(action)
                && entry.path("tenant").asText().equals(tenant);
        count += matches ? 1 : 0;
        after = entry.path("sequence").asLong();
      }
      if (entries.isEmpty()) {
        return count;
      }
    }
  }

  private static void pause(Instant giveUp, String complaint) {
    if (Instant.now().isAfter(giveUp)) {
      throw new Complaint(complaint + " within " + PATIENCE.toMinutes() + " minutes.", "too_slow");
    }
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Complaint("Interrupted.", "interrupted");
    }
  }
}
