package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may have cost the provider work is never free; what surely did not, always is. */
class BillingIT {
  /** Nanodollars a token. */
  private static final long INPUT = 2_000;

  private static final long OUTPUT = 8_000;

  /** The most that a test's requests ask for. */
  private static final int ASKED = 3;

  /** Where no machine's tests listen. */
  private static final int NOBODYS_PORT = 1;

  private static final String SECRET = "AKIAIOSFODNN7EXAMPLE";

  @RegisterExtension
  static final Stage STAGE =
      Stage.ofOneProvider(BillingIT::configuration)
          .tenant(
              "acme",
              text ->
                  text.replace("budgets: []", "budgets: [{usd: 100, per: month}]")
                      .replace(
                          "    secrets: off\n    pii: off\n", "    secrets: block\n    pii: off\n"),
              "small",
              "lost",
              "smart");

  private static String configuration(Stage stage) throws Exception {
    int port = stage.upstream().port();
    String model = "{input: 2, output: 8}";
    return Yaml.places(stage.dir())
        + stage.prices(
            "  up: {real-small: %s}\n  nobody: {real-small: %s}\n  claude: {claude: %s}\n"
                .formatted(model, model, model))
        + "providers:\n"
        + Yaml.provider("up", port, "")
        + Yaml.provider("nobody", NOBODYS_PORT, "")
        + """
          claude: {kind: anthropic, base_url: "http://127.0.0.1:%d/v1", api_key: "${env:UPSTREAM_KEY}"}
        aliases: {small: [up/real-small], lost: [nobody/real-small], smart: [claude/claude]}
        """
            .formatted(port);
  }

  /** Answers that a provider made and nobody can use; it is paid for what it was asked. */
  enum Unusable {
    GARBAGE,
    A_LIST,
    CUT_SHORT,
    A_STREAM_NOBODY_ASKED_FOR,
    TOO_LARGE,
    UNTRANSLATABLE;

    String model() {
      return this == UNTRANSLATABLE ? "smart" : "small";
    }

    void on(RawUpstream.Line line) throws Exception {
      switch (this) {
        case GARBAGE -> line.json(200, "what?");
        case A_LIST -> line.json(200, "[]");
        case CUT_SHORT -> {
          line.raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n");
          line.raw("content-length: 90\r\n\r\n{");
          line.die();
        }
        case A_STREAM_NOBODY_ASKED_FOR -> {
          line.streamHead();
          line.end();
        }
        case TOO_LARGE -> line.json(200, "{\"x\":\"" + "x".repeat(33 << 20) + "\"}");
        case UNTRANSLATABLE -> line.json(200, "{\"type\":\"message\",\"content\":7}");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatCannotBePassedOnCostsWhatWasAskedFor(Unusable answer) throws Exception {
    STAGE.upstream().plays((asked, line) -> answer.on(line));

    JsonNode usage = failed(asking(answer.model()), 502);

    assertThat(usage.path("completionTokens").asInt()).isEqualTo(ASKED);
    costs(usage, usage.path("promptTokens").asInt() * INPUT + ASKED * OUTPUT);
    assertThat(usage.path("promptTokens").asInt()).isPositive();
    assertThat(usage.path("estimated").asBoolean()).isTrue();
  }

  @Test
  void aWithheldAnswerCostsWhatItsProviderTold() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(200, Answers.chat(SECRET)));

    JsonNode usage = failed(asking("small"), 400);

    costs(usage, 7 * INPUT + 2 * OUTPUT);
    assertThat(usage.path("estimated").asBoolean()).isFalse();
  }

  @Test
  void anErrorInPlaceOfAnAnswerCostsThePromptUnlessItTellsMore() throws Exception {
    String error = "\"error\":{\"message\":\"no\"}";
    STAGE.upstream().plays((asked, line) -> line.json(200, "{" + error + "}"));
    JsonNode usage = failed(asking("small"), 502);
    costs(usage, usage.path("promptTokens").asInt() * INPUT);
    assertThat(usage.path("promptTokens").asInt()).isPositive();

    STAGE
        .upstream()
        .plays((asked, line) ->
            line.json(
                200, "{" + error + ",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}"));
    costs(failed(asking("small"), 502), 5 * INPUT + OUTPUT);
  }

  @Test
  void aRequestThatWasSentAndNeverAnsweredCostsItsPrompt() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.die());
    onlyThePrompt(failed(asking("small"), 502));

    STAGE.upstream().plays((asked, line) -> line.awaitGone());
    onlyThePrompt(failed(asking("small"), 504, "x-assay-timeout-ms", "1000"));
  }

  @Test
  void whatSurelyCostTheProviderNothingIsFree() throws Exception {
    for (int status : new int[] {400, 404, 429, 500, 503}) {
      STAGE
          .upstream()
          .plays((asked, line) -> line.json(status, "{\"error\":{\"message\":\"no\"}}"));
      RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), asking("small"));
      assertThat(answer.status()).isGreaterThanOrEqualTo(400);
      free(usage(answer));
    }
    free(failed(asking("lost"), 503));
  }

  @Test
  void aTargetThatRestsCostsNothing() throws Exception {
    RunningGateway.Answer last = STAGE.gateway().chat(STAGE.key(), asking("lost"));
    for (int i = 0; i < 30; i++) {
      last = STAGE.gateway().chat(STAGE.key(), asking("lost"));
    }
    JsonNode record = STAGE.gateway().exchange(last.header("x-assay-exchange-id")).path("record");
    assertThat(record.at("/attempts/0/outcome").asText()).isEqualTo("resting");
    free(record.path("usage"));
  }

  private static void onlyThePrompt(JsonNode usage) {
    assertThat(usage.path("promptTokens").asInt()).isPositive();
    assertThat(usage.path("completionTokens").asInt()).isZero();
    assertThat(usage.path("estimated").asBoolean()).isTrue();
    costs(usage, usage.path("promptTokens").asInt() * INPUT);
  }

  private static void free(JsonNode usage) {
    costs(usage, 0);
    assertThat(usage.path("promptTokens").asInt()).isZero();
  }

  private static void costs(JsonNode usage, long nanoUsd) {
    assertThat(usage.path("costNanoUsd").asLong(-1)).as("%s", usage).isEqualTo(nanoUsd);
  }

  private static String asking(String model) {
    return Answers.ask(model).replace("\"messages\"", "\"max_tokens\":" + ASKED + ",\"messages\"");
  }

  private static JsonNode failed(String body, int status, String... headers) throws Exception {
    RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), body, headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return usage(answer);
  }

  private static JsonNode usage(RunningGateway.Answer answer) throws Exception {
    return STAGE.gateway().exchange(answer.header("x-assay-exchange-id")).at("/record/usage");
  }
}
