package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens of providers that count none, or that had no time to say what they counted. */
class CountedTokensIT {
  /** Six tokens of OpenAI's newest vocabulary. */
  private static final String SIX = "one two three four five six";

  /** "Hi", its line's end, three of a message and three of the answer's beginning. */
  private static final int OF_THE_PROMPT = 8;

  @RegisterExtension static final Stage STAGE = Stage.ofOneProvider();

  @Test
  void aWholeAnswerWithoutUsageIsCountedAndMarked() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(200, withoutUsage(SIX)));
    JsonNode usage = usage(STAGE.gateway().chat(STAGE.key(), Answers.ask("small")));
    assertThat(usage.path("completionTokens").asInt()).isEqualTo(6);
    assertThat(usage.path("promptTokens").asInt()).isEqualTo(OF_THE_PROMPT);
    assertThat(usage.path("estimated").asBoolean()).isTrue();
  }

  @Test
  void whatTheProviderCountedIsTaken() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(200, Answers.chat(SIX)));
    JsonNode usage = usage(STAGE.gateway().chat(STAGE.key(), Answers.ask("small")));
    assertThat(usage.path("completionTokens").asInt()).isEqualTo(2);
    assertThat(usage.path("promptTokens").asInt()).isEqualTo(7);
    assertThat(usage.path("estimated").asBoolean()).isFalse();
  }

  @Test
  void aStreamIsCountedHoweverItsCharactersAreTornApart() throws Exception {
    byte[] event = Answers.delta("naïve 漢字 😀 one two").getBytes(StandardCharsets.UTF_8);
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          for (byte one : event) {
            line.chunk(new byte[] {one});
          }
          // Half a character as JSON writes it, the other half in the next event.
          line.chunk(Answers.delta("\\ud83d") + Answers.delta("\\ude00"));
          line.chunk(Answers.DONE);
          line.end();
        });
    JsonNode torn = usage(STAGE.gateway().chat(STAGE.key(), Answers.askStream("small")));
    STAGE.upstream().plays((asked, line) -> line.json(200, withoutUsage("naïve 漢字 😀 one two😀")));
    JsonNode whole = usage(STAGE.gateway().chat(STAGE.key(), Answers.ask("small")));
    assertThat(torn.path("completionTokens").asInt())
        .isEqualTo(whole.path("completionTokens").asInt())
        .isBetween(8, 14);
    assertThat(torn.path("estimated").asBoolean()).isTrue();
  }

  @Test
  void callsOfToolsAndThoughtsAreCountedToo() throws Exception {
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.chunk(
              "data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\""
                  + SIX
                  + "\"}}]}\n\n");
          line.chunk(
              "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\","
                  + "\"function\":{\"name\":\"find\",\"arguments\":\"{}\"}}]}}]}\n\n");
          line.chunk(Answers.DONE);
          line.end();
        });
    assertThat(
            usage(STAGE.gateway().chat(STAGE.key(), Answers.askStream("small")))
                .path("completionTokens")
                .asInt())
        .isBetween(8, 9);
  }

  @Test
  void aStreamThatIsInterruptedIsSettledByWhatWasSaid() throws Exception {
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.chunk(Answers.delta(SIX));
          line.end();
        });
    JsonNode record = record(STAGE.gateway().chat(STAGE.key(), Answers.askStream("small")));
    assertThat(record.path("outcome").asText()).isEqualTo("INTERRUPTED");
    assertThat(record.at("/usage/completionTokens").asInt()).isEqualTo(6);
    assertThat(record.at("/usage/promptTokens").asInt()).isEqualTo(OF_THE_PROMPT);
    assertThat(record.at("/usage/estimated").asBoolean()).isTrue();
  }

  @Test
  void aStreamWhoseClientWentIsSettledByWhatWasSaid() throws Exception {
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.chunk(Answers.delta(SIX));
          line.awaitGone();
        });
    STAGE.gateway().tenant("leaver", "small");
    try (RawClient client =
        RawClient.chat(
            STAGE.gateway(), STAGE.gateway().key("leaver"), Answers.askStream("small"))) {
      client.readUntil("six");
    }
    JsonNode usage = STAGE.gateway().newest("leaver", "CANCELLED").path("usage");
    assertThat(usage.path("completionTokens").asInt()).isEqualTo(6);
    assertThat(usage.path("promptTokens").asInt()).isEqualTo(OF_THE_PROMPT);
    assertThat(usage.path("estimated").asBoolean()).isTrue();
  }

  @Test
  void aProvidersFirstWordOnTokensIsNotItsLast() throws Exception {
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.chunk(
              "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\","
                  + "\"usage\":{\"input_tokens\":40,\"output_tokens\":1}}}\n\n");
          line.chunk(
              "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                  + "\"delta\":{\"type\":\"text_delta\",\"text\":\""
                  + SIX
                  + "\"}}\n\n");
          line.end();
        });
    JsonNode usage = usage(messages("/v1/messages", ",\"stream\":true,\"max_tokens\":9"));
    assertThat(usage.path("promptTokens").asInt()).isEqualTo(40);
    assertThat(usage.path("completionTokens").asInt()).isEqualTo(6);
    assertThat(usage.path("estimated").asBoolean()).isTrue();
  }

  private static RunningGateway.Answer messages(String path, String more) throws Exception {
    return RunningGateway.send(
        "POST",
        STAGE.gateway().data(path),
        STAGE.key().secret(),
        "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more + "}");
  }

  @Test
  void countingForAModelWhoseProviderCountsNothingIsDoneHereAndSaysSo() throws Exception {
    Path place = STAGE.dir().resolve("chat");
    String yaml = Yaml.of(place, STAGE.upstream().port()).replaceAll("    endpoints:.*\n", "");
    try (RunningGateway chat = RunningGateway.with(place, yaml)) {
      chat.tenant("acme", "small");
      RunningGateway.Answer answer =
          RunningGateway.send(
              "POST",
              chat.data("/v1/messages/count_tokens"),
              chat.key("acme").secret(),
              Answers.ask("small"));
      assertThat(answer.json(200).path("input_tokens").asInt()).isEqualTo(OF_THE_PROMPT);
      assertThat(answer.header("x-assay-tokens")).isEqualTo("estimated");
      JsonNode record = chat.exchange(answer.header("x-assay-exchange-id")).path("record");
      assertThat(record.path("outcome").asText()).isEqualTo("ANSWERED");
      assertThat(record.at("/usage/promptTokens").asInt()).isZero();
    }
  }

  private static String withoutUsage(String text) {
    return "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
        + "\"content\":\""
        + text
        + "\"},\"finish_reason\":\"stop\"}]}";
  }

  private static JsonNode usage(RunningGateway.Answer answer) throws Exception {
    return record(answer).path("usage");
  }

  private static JsonNode record(RunningGateway.Answer answer) throws Exception {
    return STAGE.gateway().exchange(answer.header("x-assay-exchange-id")).path("record");
  }
}
