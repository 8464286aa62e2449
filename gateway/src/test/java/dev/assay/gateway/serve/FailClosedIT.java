package dev.assay.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a part that governs is missing, nothing passes, and nobody else is touched. */
class FailClosedIT {
  @TempDir Path dir;
  private RawUpstream upstream;

  @BeforeEach
  void start() throws Exception {
    upstream = new RawUpstream();
  }

  @AfterEach
  void stop() throws Exception {
    upstream.close();
  }

  @Test
  void withoutThePolicyEngineNothingPasses() throws Exception {
    int nobody;
    try (ServerSocket probe = new ServerSocket(0)) {
      nobody = probe.getLocalPort();
    }
    String yaml =
        Yaml.of(dir, upstream.port())
            .replace(
                "policy: {folder: ",
                "policy: {engine: server, server_url: \"http://127.0.0.1:"
                    + nobody
                    + "\", folder: ");
    try (RunningGateway gateway = RunningGateway.with(dir, yaml)) {
      gateway.tenant("acme", "small");
      RunningGateway.Key key = gateway.key("acme");
      RunningGateway.Answer answer = gateway.chat(key, Answers.ask("small"));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("policy_unavailable");
      assertThat(answer.header("retry-after")).isNotEmpty();
      RunningGateway.Answer feedback =
          gateway.feedback(
              key,
              "{\"exchange_id\":\"" + answer.header("x-assay-exchange-id") + "\",\"value\":true}");
      assertThat(feedback.status()).isEqualTo(503);
      assertThat(upstream.asked()).isEmpty();
      JsonNode record = gateway.exchange(answer.header("x-assay-exchange-id")).path("record");
      assertThat(record.path("outcome").asText()).isEqualTo("FAILED");
    }
  }

  @Test
  void withoutAProviderNoTenantIsMadeAndTheWaysToOneAreNamed() throws Exception {
    try (RunningGateway gateway = RunningGateway.with(dir, Yaml.places(dir))) {
      RunningGateway.Answer answer =
          gateway.admin("POST", "/admin/tenants", "{\"tenant\":\"acme\"}");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.code()).isEqualTo("no_provider");
      assertThat(answer.error().path("message").asText())
          .contains("OPENAI_API_KEY", "--config", "--sandbox");
    }
  }

  @Test
  void aModelWithoutAProviderIsRefusedWithTheWaysToOne() throws Exception {
    try (RunningGateway gateway = RunningGateway.with(dir, Yaml.places(dir))) {
      gateway.tenant("acme", "small");
      RunningGateway.Answer answer = gateway.chat(gateway.key("acme"), Answers.ask("small"));
      assertThat(answer.code()).isEqualTo("no_target");
      assertThat(answer.error().path("message").asText())
          .contains("OPENAI_API_KEY", "--config", "--sandbox");
    }
  }

  @Test
  void withoutRoomInTheJournalNothingPassesUntilThereIsSome() throws Exception {
    try (RunningGateway gateway =
        RunningGateway.with(
            dir, Yaml.of(dir, upstream.port(), "", "limits: {journal_slots: 1}\n"))) {
      gateway.tenant("acme", "small");
      RunningGateway.Key key = gateway.key("acme");
      upstream.plays((asked, line) -> {
        line.streamHead();
        line.chunk(Answers.delta("held"));
        line.awaitGone();
      });
      try (RawClient holding = RawClient.chat(gateway, key, Answers.askStream("small"))) {
        holding.readUntil("held");
        RunningGateway.Answer refused = gateway.chat(key, Answers.ask("small"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("journal_full");
        assertThat(refused.header("retry-after")).isEqualTo("1");
        assertThat(upstream.asked()).hasSize(1);
      }
      upstream.plays((asked, line) -> line.json(200, Answers.chat("room again")));
      Eventually.holds(
          "the slot is given back", () -> gateway.chat(key, Answers.ask("small")).status() == 200);
    }
  }

  @Test
  void noRequestUsesUpAPlaceForEver() throws Exception {
    try (RunningGateway gateway =
        RunningGateway.with(
            dir,
            Yaml.of(
                dir,
                upstream.port(),
                "",
                "limits: {journal_slots: 2, max_concurrent_requests: 2}\n"))) {
      gateway.tenant("acme", "small");
      RunningGateway.Key key = gateway.key("acme");
      for (int i = 0; i < 5; i++) {
        ended(gateway, key, "not json");
        ended(gateway, key, Answers.ask("unknown"));
        upstream.plays((asked, line) -> line.die());
        ended(gateway, key, Answers.ask("small"));
        upstream.plays((asked, line) -> line.json(200, "garbage"));
        ended(gateway, key, Answers.ask("small"));
        upstream.plays((asked, line) -> line.awaitGone());
        goneOnceSent(gateway, key);
      }
      upstream.plays((asked, line) -> line.json(200, Answers.chat("still here")));
      Eventually.holds(
          "a request passes", () -> gateway.chat(key, Answers.ask("small")).status() == 200);
      Eventually.holds(
          "all slots are back",
          () ->
              RunningGateway.send("GET", gateway.control("/metrics"), "", "")
                  .text()
                  .contains("assay_journal_slots_taken 0.0"));
    }
  }

  /** Until it found room: the one before it may not have left yet. */
  private static void ended(RunningGateway gateway, RunningGateway.Key key, String body)
      throws Exception {
    Eventually.holds(
        "there is room for it",
        () -> {
          RunningGateway.Answer answer = gateway.chat(key, body);
          return answer.status() != 503 || answer.code().equals("upstream_unavailable");
        });
  }

  private void goneOnceSent(RunningGateway gateway, RunningGateway.Key key) throws Exception {
    int seen = upstream.asked().size();
    Eventually.holds(
        "it was sent",
        () -> {
          try (RawClient hasty = RawClient.chat(gateway, key, Answers.ask("small"))) {
            Eventually.holds(
                "it was sent or refused",
                () -> upstream.asked().size() > seen || hasty.hasSomethingToRead());
          }
          return upstream.asked().size() > seen;
        });
  }

  @Test
  void aBrokenTenantFileLeavesItsFormerRevisionInForceAndOthersUntouched() throws Exception {
    try (RunningGateway gateway = RunningGateway.over(dir, upstream)) {
      gateway.tenant("acme", "small");
      gateway.tenant("globex", "small");
      RunningGateway.Key key = gateway.key("acme");
      String former = row(gateway, "acme").path("revision").asText();
      Path file = gateway.policies().resolve("acme.yaml");
      String good = Files.readString(file);

      JsonNode reload = gateway.policy("acme", good + "limit: {requests_per_minute: many}\n");
      assertThat(reload.path("problems").path(0).asText()).contains("acme.yaml:");
      assertThat(row(gateway, "acme").path("revision").asText()).isEqualTo(former);
      assertThat(row(gateway, "acme").path("problem").asText()).contains("limit");
      assertThat(row(gateway, "globex").has("problem")).isFalse();
      assertThat(gateway.chat(key, Answers.ask("small")).status()).isEqualTo(200);

      gateway.policy(
          "globex",
          Files.readString(gateway.policies().resolve("globex.yaml"))
              .replace("requests_per_minute: 60000", "requests_per_minute: 1"));
      RunningGateway.Key other = gateway.key("globex");
      assertThat(gateway.chat(other, Answers.ask("small")).status()).isEqualTo(200);
      assertThat(gateway.chat(other, Answers.ask("small")).status()).isEqualTo(429);

      gateway.policy("acme", good);
      assertThat(row(gateway, "acme").has("problem")).isFalse();
    }
  }

  @Test
  void aRemovedTenantFileOrABrokenFirstOneMeansNoService() throws Exception {
    try (RunningGateway gateway = RunningGateway.over(dir, upstream)) {
      gateway.tenant("acme", "small");
      RunningGateway.Key key = gateway.key("acme");
      Files.delete(gateway.policies().resolve("acme.yaml"));
      gateway.admin("POST", "/admin/policy/reload", "{}").json(200);
      RunningGateway.Answer answer = gateway.chat(key, Answers.ask("small"));
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("tenant_without_policy");
      assertThat(upstream.asked()).isEmpty();
    }
  }

  private static JsonNode row(RunningGateway gateway, String tenant) throws Exception {
    JsonNode rows = gateway.admin("GET", "/admin/tenants", "").json(200).path("tenants");
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(row -> row.path("tenant").asText().equals(tenant))
        .findFirst()
        .orElseThrow();
  }
}
