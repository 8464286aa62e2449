package dev.assay.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import dev.assay.gateway.sandbox.SandboxServer;
import dev.assay.learners.embedding.CachedEncoder;
import dev.assay.learners.embedding.MiniLmEncoder;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter that was really trained and proposed serves nobody until people approved it. */
class UnapprovedAdapterIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LESSONS = 220;
  private static final int USERS = 20;

  @TempDir Path dir;
  private Vertx vertx;
  private SandboxServer sandbox;
  private RunningGateway gateway;
  private RunningGateway.Key key;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    sandbox =
        new SandboxServer(
            vertx,
            "127.0.0.1",
            0,
            dir.resolve("sandbox"),
            new CachedEncoder(new MiniLmEncoder(), 8 << 20));
    int port = sandbox.start().await(10, TimeUnit.SECONDS);
    gateway =
        RunningGateway.with(
            dir,
            Yaml.places(dir)
                + "providers:\n"
                + Yaml.provider(
                    "sandbox",
                    port,
                    "    adapters: {trainer: true, runtime: vllm, base_model: assay-sandbox}\n")
                + "aliases:\n  sandbox: [sandbox/assay-sandbox]\n");
    gateway.tenant("acme", UnapprovedAdapterIT::adaptersAlone, "sandbox");
    key = gateway.key("acme");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    sandbox.close().await(10, TimeUnit.SECONDS);
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  /** Nothing but who approves stands between the proposal and serving. */
  private static String adaptersAlone(String template) {
    return template
        .replace("learners: [examples, adapter]", "learners: [adapter]")
        .replace("requests_per_minute: 600", "requests_per_minute: 100000")
        .replace("uniform_share: 0.05", "uniform_share: 0")
        .replace("gate: enforced", "gate: advisory")
        .replace("share: 0.2 ", "share: 0 ");
  }

  @Test
  void everyWayToAskForItIsRefusedAndAuditedUntilTwoPeopleApproved() throws Exception {
    teach();
    JsonNode waiting = proposed();
    List<RunningGateway.Answer> refused = new ArrayList<>();
    for (Map.Entry<String, Way> way : ways(waiting).entrySet()) {
      RunningGateway.Answer answer = way.getValue().ask();
      assertThat(answer.status()).as(way.getKey() + ": " + answer.text()).isBetween(400, 499);
      assertThat(answer.header("x-assay-exchange-id")).as(way.getKey()).isNotEmpty();
      refused.add(answer);
    }
    Eventually.holds(
        "every refusal is audited",
        () ->
            audited()
                .containsAll(
                    refused.stream().map(it -> it.header("x-assay-exchange-id")).toList()));
    RunningGateway.Answer meanwhile = ask("sandbox", "", Map.of());
    assertThat(meanwhile.header("x-assay-release")).isEqualTo("0");
    assertThat(chosen(meanwhile).path("kind").asText()).isEqualTo("configured");

    approve(waiting, "reviewer", "awaiting_approval");
    assertThat(chosen(ask("sandbox", "", Map.of())).path("kind").asText())
        .as("one of two approvals")
        .isEqualTo("configured");
    approve(waiting, "owner", "live");

    RunningGateway.Answer served = ask("sandbox", "", Map.of());
    assertThat(served.header("x-assay-release")).isEqualTo("1");
    JsonNode chosen = chosen(served);
    assertThat(chosen.path("kind").asText()).isEqualTo("adapter");
    assertThat(chosen.path("artifact")).isEqualTo(waiting.at("/change/artifact"));
    assertThat(served.json(200).at("/choices/0/message/content").asText()).isEqualTo("green");
    assertThat(ask(chosen.path("model").asText(), "", Map.of()).status())
        .as("a client reaches it by its release alone, even then")
        .isBetween(400, 499);
  }

  private interface Way {
    RunningGateway.Answer ask() throws Exception;
  }

  private Map<String, Way> ways(JsonNode change) {
    String digest = change.at("/change/artifact").asText();
    String backend = "assay-" + digest.substring("sha256:".length()).substring(0, 32);
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("model: its digest", () -> ask(digest, "", Map.of()));
    ways.put("model: its change", () -> ask(change.path("id").asText(), "", Map.of()));
    ways.put("model: its name at the backend", () -> ask(backend, "", Map.of()));
    ways.put("model: with the provider", () -> ask("sandbox/" + backend, "", Map.of()));
    ways.put("header", () -> ask("sandbox", backend, Map.of()));
    ways.put(
        "extra_body: lora_request",
        () -> ask("sandbox", "", Map.of("lora_request", Map.of("lora_name", backend))));
    ways.put("extra_body: adapter_id", () -> ask("sandbox", "", Map.of("adapter_id", backend)));
    return ways;
  }

  /** Two kinds of message, and the word people want for each, which says nothing by itself. */
  private void teach() throws Exception {
    try (ExecutorService apps = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < LESSONS; i++) {
        int number = i;
        all.add(
            apps.submit(() -> {
              teach(number);
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private void teach(int number) throws Exception {
    boolean card = number % 2 == 0;
    String text = "Ticket " + number + ": " + (card ? "my card is not here" : "the euro's rate");
    RunningGateway.Answer answer = gateway.chat(key, body("sandbox", text, Map.of()));
    answer.json(200);
    gateway
        .feedback(
            key,
            JSON.writeValueAsString(
                Map.of(
                    "exchange_id",
                    answer.header("x-assay-exchange-id"),
                    "user",
                    "user-" + number % USERS,
                    "metric",
                    "label",
                    "demonstration",
                    card ? "green" : "blue")))
        .json(200);
  }

  /** The change, trained by a learning cycle, once it waits for people. */
  private JsonNode proposed() throws Exception {
    String operator = gateway.person("opal", "operator", "acme");
    JsonNode row =
        Eventually.gives(
            "an adapter waits for approval",
            () -> {
              gateway
                  .as(operator, "POST", "/admin/tenants/acme/cycles", "{\"learner\":\"adapter\"}")
                  .json(200);
              for (JsonNode change :
                  gateway
                      .admin("GET", "/admin/tenants/acme/changes", "")
                      .json(200)
                      .path("changes")) {
                if (change.path("state").asText().equals("awaiting_approval")) {
                  return Optional.of(change);
                }
              }
              return Optional.empty();
            });
    return gateway.admin("GET", "/admin/changes/" + row.path("id").asText(), "").json(200);
  }

  private void approve(JsonNode change, String role, String reached) throws Exception {
    String id = change.path("id").asText();
    String person = gateway.person(role, role, "acme");
    String vote = "{\"grounds\":" + change.path("grounds") + "}";
    gateway.as(person, "POST", "/admin/changes/" + id + "/approve", vote).json(200);
    Eventually.holds(
        id + " is " + reached,
        () ->
            gateway
                .admin("GET", "/admin/changes/" + id, "")
                .json(200)
                .path("state")
                .asText()
                .equals(reached));
  }

  private RunningGateway.Answer ask(String model, String header, Map<String, Object> extraBody)
      throws Exception {
    String body = body(model, "Ticket 7000: my card is not here", extraBody);
    return header.isEmpty()
        ? gateway.chat(key, body)
        : gateway.chat(key, body, "x-assay-adapter", header);
  }

  private static String body(String model, String text, Map<String, Object> extra) {
    ObjectNode body = JSON.createObjectNode().put("model", model);
    body.putArray("messages")
        .add(message("system", "Answer with one label. Labels: green, blue"))
        .add(message("user", text));
    extra.forEach((name, value) -> body.set(name, JSON.valueToTree(value)));
    return body.toString();
  }

  private static ObjectNode message(String role, String content) {
    return JSON.createObjectNode().put("role", role).put("content", content);
  }

  private JsonNode chosen(RunningGateway.Answer answer) throws Exception {
    return gateway.exchange(answer.header("x-assay-exchange-id")).at("/record/chosen");
  }

  private List<String> audited() throws Exception {
    List<String> subjects = new ArrayList<>();
    for (JsonNode entry : gateway.audit()) {
      if (entry.path("action").asText().equals("adapter.refused")) {
        subjects.add(entry.path("subject").asText());
      }
    }
    return subjects;
  }
}
