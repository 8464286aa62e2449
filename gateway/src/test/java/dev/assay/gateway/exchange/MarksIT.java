package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an exchange reached when, also where nobody reads what passes or no provider is asked. */
class MarksIT {
  @TempDir static Path dir;
  private static RawUpstream first;
  private static RawUpstream second;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;

  @BeforeAll
  static void start() throws Exception {
    first = new RawUpstream();
    second = new RawUpstream();
    String passes = "    pass_through: true\n";
    gateway =
        RunningGateway.with(
            dir,
            Yaml.places(dir)
                + "providers:\n"
                + Yaml.provider("up", first.port(), passes)
                + Yaml.provider("spare", second.port(), passes)
                + """
                aliases:
                  small: [up/real]
                  hedged: {targets: [up/real, spare/real], hedge_after_millis: 30}
                """);
    gateway.tenant(
        "acme",
        text ->
            text.replace("surfaces: {}", "surfaces: {files: free, images: {micro_usd: 1}}")
                .replace("ttl_seconds: 0 ", "ttl_seconds: 300 "),
        "small",
        "hedged");
    key = gateway.key("acme");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    first.close();
    second.close();
  }

  @Test
  void whatPassesThroughIsMarkedWhenItWasJudgedAndShown() throws Exception {
    first.plays((asked, line) -> line.json(200, "{\"object\":\"list\",\"data\":[]}"));
    requireMarks(sent("GET", "/v1/files", ""));
    first.plays((asked, line) -> line.json(404, "{\"error\":{\"message\":\"no\"}}"));
    requireMarks(sent("POST", "/v1/images/generations", "{\"model\":\"small\",\"prompt\":\"x\"}"));
  }

  @Test
  void aKeptAnswerIsMarkedWhenItWasShown() throws Exception {
    first.plays((asked, line) -> line.json(200, Answers.chat("kept")));
    gateway.chat(key, Answers.ask("small"));
    RunningGateway.Answer hit = gateway.chat(key, Answers.ask("small"));
    assertThat(hit.header("x-assay-cache")).isEqualTo("hit");
    requireMarks(hit);
  }

  /** What it carried is gone, and what it made may be made. */
  @Test
  void whatPassesThroughAndMakesSomethingIsAskedForOnce() throws Exception {
    int before = second.asked().size();
    first.plays((asked, line) -> {
      java.util.concurrent.TimeUnit.MILLISECONDS.sleep(300);
      line.json(200, "{\"created\":1,\"data\":[]}");
    });

    RunningGateway.Answer made =
        sent("POST", "/v1/images/generations", "{\"model\":\"hedged\",\"prompt\":\"x\"}");

    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(second.asked()).hasSize(before);
    assertThat(gateway.exchange(made.header("x-assay-exchange-id")).at("/record/attempts"))
        .hasSize(1);
  }

  private static void requireMarks(RunningGateway.Answer answer) throws Exception {
    JsonNode timings = gateway.exchange(answer.header("x-assay-exchange-id")).at("/record/timings");
    assertThat(timings.path("judgedMicros").asLong()).as("%s", timings).isPositive();
    assertThat(timings.path("firstByteMicros").asLong())
        .isGreaterThanOrEqualTo(timings.path("judgedMicros").asLong());
  }

  private static RunningGateway.Answer sent(String method, String path, String body)
      throws Exception {
    return RunningGateway.send(method, gateway.data(path), key.secret(), body);
  }
}
