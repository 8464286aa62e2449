package dev.assay.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.ServeProcess;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to stop behind a balancer that has to notice first. */
class DrainIT {
  @TempDir Path dir;
  private RawUpstream upstream;
  private final CountDownLatch goOn = new CountDownLatch(1);

  @BeforeEach
  void start() throws Exception {
    upstream = new RawUpstream();
    upstream.plays((asked, line) -> {
      if (!asked.text().contains("\"stream\"")) {
        goOn.await(30, TimeUnit.SECONDS);
        return;
      }
      line.streamHead();
      line.chunk(Answers.delta("first"));
      goOn.await(30, TimeUnit.SECONDS);
      line.chunk(Answers.delta("last"));
      line.chunk(Answers.DONE);
      line.end();
    });
  }

  @AfterEach
  void stop() throws Exception {
    goOn.countDown();
    upstream.close();
  }

  @Test
  void itIsNotReadyFirstServesOnMeanwhileAndEndsOpenStreams() throws Exception {
    String yaml = Yaml.of(dir, upstream.port(), "", "shutdown: {grace_millis: 4000}\n");
    try (ServeProcess server = ServeProcess.start(dir, yaml)) {
      String key = server.keyOfNewTenant("acme");
      try (RawClient tail = follow(server);
          RawClient client = RawClient.chat(server.data("/"), key, Answers.askStream("small"))) {
        tail.readUntil("x-ndjson");
        client.readUntil("first");
        server.terminate();
        Eventually.holds("it is not ready", () -> get(server, "/health/ready").status() == 503);
        assertThat(get(server, "/health/ready").text()).contains("told to stop");
        assertThat(RunningGateway.send("GET", server.data("/v1/models"), key, "").status())
            .as("it serves who has not noticed")
            .isEqualTo(200);
        goOn.countDown();
        assertThat(client.readToEnd()).contains("last", "[DONE]");
        tail.readToEnd();
      }
      assertThat(server.exitCode()).isZero();
    }
  }

  @Test
  void whatDoesNotEndInTimeIsToldSoAndJournalledAsInterrupted() throws Exception {
    String yaml = Yaml.of(dir, upstream.port(), "", "shutdown: {drain_millis: 300}\n");
    String streamed;
    String unanswered;
    try (ServeProcess server = ServeProcess.start(dir, yaml)) {
      String key = server.keyOfNewTenant("acme");
      try (RawClient client = RawClient.chat(server.data("/"), key, Answers.askStream("small"))) {
        client.readUntil("first");
        try (RawClient waiting = RawClient.chat(server.data("/"), key, Answers.ask("small"))) {
          Eventually.holds("both are under way", () -> upstream.asked().size() == 2);
          server.terminate();
          String read = client.readToEnd();
          assertThat(read)
              .containsSubsequence(
                  "first", "event: error", "the gateway is stopping; ask again", "\r\n0\r\n")
              .doesNotContain("[DONE]");
          streamed = id(read);
          String refused = waiting.readToEnd();
          assertThat(refused)
              .startsWith("HTTP/1.1 503")
              .contains("retry-after: 1", "\"code\":\"gateway_stopping\"");
          unanswered = id(refused);
        }
      }
      assertThat(server.exitCode()).isZero();
    }
    try (ServeProcess server = ServeProcess.start(dir, yaml)) {
      assertThat(outcome(server, streamed)).isEqualTo("INTERRUPTED");
      assertThat(outcome(server, unanswered)).isEqualTo("INTERRUPTED");
    }
  }

  private static String id(String read) {
    return read.replaceAll("(?s).*x-assay-exchange-id: ([0-9a-f-]+).*", "$1");
  }

  private static String outcome(ServeProcess server, String id) throws Exception {
    return RunningGateway.send("GET", server.control("/admin/exchanges/" + id), server.admin(), "")
        .json(200)
        .at("/record/outcome")
        .asText();
  }

  private static RawClient follow(ServeProcess server) throws Exception {
    return RawClient.send(
        server.control("/"),
        "GET /admin/exchanges/tail HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer "
            + server.admin()
            + "\r\n\r\n");
  }

  private static RunningGateway.Answer get(ServeProcess server, String path) throws Exception {
    return RunningGateway.send("GET", server.control(path), "", "");
  }
}
