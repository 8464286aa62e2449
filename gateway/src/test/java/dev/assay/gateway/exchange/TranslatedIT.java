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

/** A client of one API is served by a provider of another, under the same governance. */
class TranslatedIT {
  private static final String MESSAGE =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}],\"stop_reason\":\"end_turn\","
          + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":5,\"output_tokens\":2}}";

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    String yaml =
        Yaml.places(dir)
            + """
            providers:
              claude: {kind: anthropic, base_url: "http://127.0.0.1:%d/v1", api_key: "${env:UPSTREAM_KEY}"}
              plain: {kind: openai-compatible, base_url: "http://127.0.0.1:%d/v1"}
            aliases: {smart: [claude/claude], small: [plain/small]}
            """
                .formatted(upstream.port(), upstream.port());
    gateway = RunningGateway.with(dir, yaml);
    gateway.tenant("acme", "smart", "small");
    key = gateway.key("acme");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @Test
  void aChatIsAnsweredByAnthropic() throws Exception {
    upstream.plays((asked, line) -> line.json(200, MESSAGE));
    RunningGateway.Answer answer = gateway.chat(key, Answers.ask("smart"));
    JsonNode chat = answer.json(200);
    assertThat(chat.at("/choices/0/message/content").asText()).isEqualTo("Hello");
    assertThat(chat.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(upstream.lastAsked().start()).isEqualTo("POST /v1/messages HTTP/1.1");
    assertThat(upstream.lastAsked().headers().get("x-api-key")).isEqualTo("sk-upstream-secret");
    JsonNode exchange = gateway.exchange(answer.header("x-assay-exchange-id"));
    assertThat(exchange.at("/record/endpoint").asText()).isEqualTo("chat.completions");
    assertThat(exchange.at("/record/usage/promptTokens").asInt()).isEqualTo(5);
    assertThat(exchange.at("/content/answer").asText()).isEqualTo("Hello");
  }

  @Test
  void anAnthropicClientIsAnsweredByAChatStream() throws Exception {
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("Hel"));
      line.chunk(Answers.delta("lo"));
      line.chunk("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
      line.chunk(
          "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2}}\n\n");
      line.chunk(Answers.DONE);
      line.end();
    });
    RunningGateway.Answer answer =
        RunningGateway.send(
            "POST",
            gateway.data("/v1/messages"),
            key.secret(),
            "{\"model\":\"small\",\"max_tokens\":9,\"stream\":true,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    assertThat(answer.text()).contains("event: message_start", "Hel", "event: message_stop");
    JsonNode exchange = gateway.exchange(answer.header("x-assay-exchange-id"));
    assertThat(exchange.at("/record/outcome").asText()).isEqualTo("ANSWERED");
    assertThat(exchange.at("/content/answer").asText()).isEqualTo("Hello");
  }

  @Test
  void aTranslatedStreamThatDiesIsNotEndedAsIfItHadNot() throws Exception {
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(
          "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\",\"usage\":{\"input_tokens\":1}}}\n\n");
      line.end();
    });
    RunningGateway.Answer answer = gateway.chat(key, Answers.askStream("smart"));
    assertThat(answer.text()).contains("\"error\"").doesNotContain("[DONE]", "finish_reason\":\"");
    assertThat(
            gateway.exchange(answer.header("x-assay-exchange-id")).at("/record/outcome").asText())
        .isEqualTo("INTERRUPTED");
  }

  @Test
  void whatTheProviderCannotSayIsRefusedByName() throws Exception {
    int before = upstream.asked().size();
    RunningGateway.Answer answer =
        gateway.chat(key, Answers.ask("smart").replace("\"model\"", "\"n\":2,\"model\""));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().path("message").asText()).contains("n");
    assertThat(upstream.asked()).hasSize(before);
  }

  @Test
  void theProvidersRefusalIsReadInTheClientsShape() throws Exception {
    upstream.plays((asked, line) ->
        line.json(
            400,
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"too long\"}}"));
    RunningGateway.Answer answer = gateway.chat(key, Answers.ask("smart"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().path("message").asText()).isEqualTo("too long");
  }
}
