package dev.assay.gateway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.ServeProcess;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log for programs: every line is JSON, and whatever goes wrong, nothing said is in it. */
class QuietLogIT {
  private static final String MARKER = "aardvark-marker";

  @TempDir Path dir;

  @Test
  void whateverGoesWrongTheLogHoldsNeitherSecretsNorContent() throws Exception {
    try (RawUpstream upstream = new RawUpstream()) {
      String yaml =
          Yaml.of(
              dir,
              upstream.port(),
              "",
              "telemetry: {otlp_endpoint: 'http://127.0.0.1:1', headers: {authorization: 'Bearer"
                  + " ${env:UPSTREAM_KEY}'}}\n");
      String key;
      String admin;
      try (ServeProcess server = ServeProcess.start(dir, yaml, "--log", "json")) {
        key = server.keyOfNewTenant("acme");
        admin = server.admin();
        for (RawUpstream.Script fault : faults()) {
          upstream.plays(fault);
          chat(server, key, Answers.ask("small").replace("Hi", MARKER));
          chat(server, key, Answers.askStream("small").replace("Hi", MARKER));
        }
        chat(server, key, "{\"model\": " + MARKER);
        chat(server, key, "{\"model\":\"small\",\"messages\":\"" + MARKER + "\"}");
        chat(server, "sk-assay-" + MARKER, Answers.ask("small"));
        RunningGateway.send(
            "POST", server.control("/admin/tenants"), admin, "{\"tenant\": \"" + MARKER + "\",}");
        Files.writeString(dir.resolve("tenants/acme.yaml"), "tenant: acme\nmodels: " + MARKER);
        RunningGateway.send("POST", server.control("/admin/policy/reload"), admin, "{}");
        server.terminate();
        assertThat(server.exitCode()).isZero();
      }
      String log = Files.readString(dir.resolve("log"));
      assertThat(log)
          .doesNotContainIgnoringCase(MARKER)
          .doesNotContain(key, admin, "sk-upstream-secret");
      for (String line : log.lines().toList()) {
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.path("time").asText()).as(line).isNotEmpty();
        assertThat(json.path("message").asText()).as(line).isNotEmpty();
      }
    }
  }

  private static Iterable<RawUpstream.Script> faults() {
    return java.util.List.of(
        (asked, line) -> line.die(),
        (asked, line) -> line.json(200, MARKER),
        (asked, line) -> line.json(500, "{\"error\":\"" + MARKER + "\"}"),
        (asked, line) -> line.raw(MARKER + "\r\n\r\n"),
        (asked, line) -> {
          line.streamHead();
          line.chunk("data: " + MARKER + "\n\n");
          line.die();
        });
  }

  private static void chat(ServeProcess server, String key, String body) throws Exception {
    RunningGateway.send("POST", server.data("/v1/chat/completions"), key, body);
  }
}
