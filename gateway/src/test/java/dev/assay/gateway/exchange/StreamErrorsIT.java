package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last event of a stream that broke off, in the words of each API. */
class StreamErrorsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    String yaml =
        Yaml.places(dir)
            + "providers:\n"
            + Yaml.provider("up", upstream.port(), "")
            + """
              plain: {kind: openai-compatible, base_url: "http://127.0.0.1:%d/v1"}
            aliases: {small: [up/small], translated: [plain/small]}
            """
                .formatted(upstream.port());
    gateway = RunningGateway.with(dir, yaml);
    gateway.tenant("acme", "small", "translated");
    key = gateway.key("acme");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @Test
  void ofAResponseItIsNumberedOnFromWhatWasSeen() throws Exception {
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(created("resp_on", 0));
      line.chunk(
          "event: response.in_progress\ndata: {\"type\":\"response.in_progress\","
              + "\"sequence_number\":6,\"response\":{\"id\":\"resp_on\"}}\n\n");
      line.end();
    });

    requireResponsesError(sent("/v1/responses", responses("small")).text(), 7);
  }

  @Test
  void ofATranslatedResponseItIsNumberedOnFromWhatWasWritten() throws Exception {
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("Hel"));
      line.end();
    });

    String text = sent("/v1/responses", responses("translated")).text();

    long shown = text.lines().filter(line -> line.startsWith("data:")).count();
    assertThat(text).contains("response.output_text.delta");
    requireResponsesError(text, shown - 1);
  }

  private static void requireResponsesError(String text, long number) throws Exception {
    JsonNode last = lastData(text, "event: error\ndata: ");
    assertThat(last.path("type").asText()).isEqualTo("error");
    assertThat(last.path("code").asText()).isEqualTo("upstream_broken");
    assertThat(last.path("message").asText()).contains("without its final event");
    assertThat(last.has("param")).isTrue();
    assertThat(last.path("sequence_number").asLong()).isEqualTo(number);
    assertThat(text).doesNotContain("response.completed", "[DONE]");
  }

  @Test
  void ofAMessageItIsAnErrorAsAnthropicWritesIt() throws Exception {
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("Hel"));
      line.end();
    });

    String ask =
        Answers.askStream("translated").replace("{\"model\"", "{\"max_tokens\":9,\"model\"");
    String text = sent("/v1/messages", ask).text();

    JsonNode last = lastData(text, "event: error\ndata: ");
    assertThat(last.path("type").asText()).isEqualTo("error");
    assertThat(last.at("/error/type").asText()).isEqualTo("api_error");
    assertThat(text).doesNotContain("message_stop");
  }

  @Test
  void ofAChatItIsAnErrorAndTheConnectionServesWhatFollows() throws Exception {
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("Hel"));
      line.end();
    });
    String body = Answers.askStream("small");
    String request =
        "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\nauthorization: Bearer "
            + key.secret()
            + "\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body;

    try (RawClient client = RawClient.send(gateway.data("/"), request)) {
      client.readUntil("event: error\ndata: {\"error\":{\"message\"");
      client.readUntil("\r\n0\r\n\r\n");
      upstream.plays((asked, line) -> {
        line.streamHead();
        line.chunk(Answers.delta("next") + Answers.DONE);
        line.end();
      });
      client.sendMore(request);
      client.readUntil("[DONE]");
    }
  }

  @Test
  void behindAnErrorOfTheProviderNothingLooksLikeAGoodEnd() throws Exception {
    String error = "data: {\"error\":{\"message\":\"out of memory\"}}\n\n";
    for (boolean together : new boolean[] {true, false}) {
      upstream.plays((asked, line) -> {
        line.streamHead();
        line.chunk(Answers.delta("Hel"));
        if (together) {
          line.chunk(error + Answers.DONE);
        } else {
          line.chunk(error);
          line.chunk(Answers.DONE);
        }
        line.end();
      });

      RunningGateway.Answer answer = sent("/v1/chat/completions", Answers.askStream("small"));

      assertThat(answer.text()).endsWith(error).doesNotContain("[DONE]");
      JsonNode record = gateway.exchange(answer.header("x-assay-exchange-id")).path("record");
      assertThat(record.path("outcome").asText()).isEqualTo("FAILED");
    }
  }

  @Test
  void aStreamThatBreaksOffWhileItsNameIsMadeTheTenantsStillShowsWhatCame() throws Exception {
    for (int i = 0; i < 20; i++) {
      String name = "resp_broken_" + i;
      upstream.plays((asked, line) -> {
        line.streamHead();
        line.chunk(created(name, 0));
      });

      RunningGateway.Answer answer = sent("/v1/responses", responses("small"));

      assertThat(answer.text()).startsWith(created(name, 0));
      JsonNode last = lastData(answer.text(), "event: error\ndata: ");
      assertThat(last.path("sequence_number").asInt()).isEqualTo(1);
      JsonNode record = gateway.exchange(answer.header("x-assay-exchange-id")).path("record");
      assertThat(record.path("outcome").asText()).isEqualTo("INTERRUPTED");
    }
  }

  private static String created(String name, int number) {
    return "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":"
        + number
        + ",\"response\":{\"id\":\""
        + name
        + "\"}}\n\n";
  }

  private static String responses(String model) {
    return "{\"model\":\"" + model + "\",\"stream\":true,\"input\":\"Hi\"}";
  }

  private static RunningGateway.Answer sent(String path, String body) throws Exception {
    return RunningGateway.send("POST", gateway.data(path), key.secret(), body);
  }

  private static JsonNode lastData(String text, String before) throws Exception {
    int at = text.lastIndexOf(before);
    assertThat(at).as(text).isNotNegative();
    return JSON.readTree(text.substring(at + before.length()));
  }
}
