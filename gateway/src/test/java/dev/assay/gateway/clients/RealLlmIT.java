package dev.assay.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.ModelCall;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RealLlm;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A language model that computes what it says, behind the gateway: nothing is canned. */
@Tag("real-llm")
class RealLlmIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DATA = Pattern.compile("(?m)^data: (\\{.*)$");

  @TempDir static Path dir;
  private static RealLlm llm;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;

  /** Once; and before a test, not before all, so that each says that it was skipped. */
  @BeforeEach
  void start() throws Exception {
    if (gateway != null) {
      return;
    }
    llm = RealLlm.start(dir);
    gateway =
        RunningGateway.with(
            dir,
            Yaml.places(dir)
                + "providers:\n"
                + Yaml.provider("llm", llm.port(), "")
                + "aliases:\n  small: [llm/SmolLM2-135M-Instruct]\n");
    gateway.tenant("acme", "small");
    key = gateway.key("acme");
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (llm != null) {
      llm.close();
    }
  }

  @Test
  void answersEveryCallWholeAndAsAStreamAndItsTokensAreJournalled() throws Exception {
    for (ModelCall call : ModelCall.values()) {
      if (call != ModelCall.EMBEDDINGS) { // it has none
        answers(call);
      }
    }
  }

  private void answers(ModelCall call) throws Exception {
    boolean counts = call == ModelCall.COUNT_TOKENS;
    RunningGateway.Answer answer =
        call.send(gateway.data("/"), key.secret(), counts ? call.ask("small") : bounded(call));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("content-type")).startsWith(call.contentType());
    JsonNode record = gateway.exchange(answer.header("x-assay-exchange-id")).path("record");
    assertThat(record.path("outcome").asText()).as(call.name()).isEqualTo("ANSWERED");
    if (counts) {
      assertThat(answer.json(200).path("input_tokens").asInt()).isPositive();
      return;
    }
    assertThat(record.at("/usage/promptTokens").asInt()).as(call.name()).isPositive();
    assertThat(record.at("/usage/completionTokens").asInt()).as(call.name()).isPositive();
    if (call.streams()) {
      assertThat(answer.text()).contains(call.ending());
      assertThat(events(answer)).as(call.name()).hasSizeGreaterThan(3);
    } else {
      assertThat(said(call, answer.json(200))).as(answer.text()).isNotBlank();
    }
  }

  private static String said(ModelCall call, JsonNode answer) {
    return switch (call) {
      case CHAT -> answer.at("/choices/0/message/content").asText();
      case COMPLETIONS -> answer.at("/choices/0/text").asText();
      case MESSAGES -> answer.at("/content/0/text").asText();
      default -> answer.at("/output/0/content/0/text").asText();
    };
  }

  private static String bounded(ModelCall call) {
    String limit =
        switch (call) {
          case RESPONSES, RESPONSES_STREAM -> "max_output_tokens";
          default -> "max_tokens";
        };
    return "{\"%s\":8,\"temperature\":0,%s"
        .formatted(limit, call.ask("small").replace("\"max_tokens\":64,", "").substring(1));
  }

  private static List<JsonNode> events(RunningGateway.Answer answer) {
    return DATA.matcher(answer.text())
        .results()
        .map(data -> {
          try {
            return JSON.readTree(data.group(1));
          } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
          }
        })
        .toList();
  }

  @Test
  void itsUsageIsShownToWhoAsksAndItsLogprobsPass() throws Exception {
    String plain = bounded(ModelCall.CHAT_STREAM);
    List<JsonNode> hidden = events(gateway.chat(key, plain));
    assertThat(hidden).isNotEmpty().noneMatch(event -> event.path("usage").isObject());
    String asking = plain.replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},");
    List<JsonNode> shown = events(gateway.chat(key, asking));
    assertThat(shown.getLast().at("/usage/completion_tokens").asInt()).isPositive();

    String sure =
        bounded(ModelCall.CHAT).replaceFirst("\\{", "{\"logprobs\":true,\"top_logprobs\":2,");
    JsonNode tokens = gateway.chat(key, sure).json(200).at("/choices/0/logprobs/content");
    assertThat(tokens).isNotEmpty().allMatch(token -> token.path("top_logprobs").size() == 2);
  }

  @Test
  void itStopsThinkingWhenItsClientGoes() throws Exception {
    String endless =
        "{\"model\":\"small\",\"stream\":true,\"max_tokens\":4000,\"ignore_eos\":true,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Tell a long story\"}]}";
    try (RawClient client = RawClient.chat(gateway, key, endless)) {
      client.readUntil("\"content\":\"", 3);
      assertThat(llm.isBusy()).isTrue();
    }
    Eventually.holds("the model rests", () -> !llm.isBusy());
    JsonNode row = gateway.newest("acme", "CANCELLED");
    assertThat(row.path("outcome").asText()).isEqualTo("CANCELLED");
  }
}
