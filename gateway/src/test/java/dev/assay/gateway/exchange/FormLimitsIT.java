package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A form names its model on its way: limits, budgets and journal know it from then on. */
class FormLimitsIT {
  private static final String FILE =
      "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"
          + "RIFF".repeat(5_000)
          + "\r\n";
  private static final String END = "--b--\r\n";

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private int asked;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway =
        RunningGateway.with(
            dir,
            Yaml.of(dir, upstream.port(), "    pass_through: true\n", "")
                .replace("small: [up/real-small]", "small: [up/real-small]\n  large: [up/large]"));
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @BeforeEach
  void answers() {
    upstream.plays((ask, line) -> line.json(200, "{\"text\":\"said\"}"));
    asked = upstream.asked().size();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theJournalNamesTheModel(boolean first) throws Exception {
    String tenant = "named_" + first;
    RunningGateway.Key key = tenant(tenant, "budgets: []", "budgets: []");
    RunningGateway.Answer answer = speech(key, form("small", first));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(gateway.exchange(answer.header("x-assay-exchange-id")).at("/record/alias").asText())
        .isEqualTo("small");
    RunningGateway.Answer refused = speech(key, form("unknown", first));
    assertThat(refused.status()).isEqualTo(404);
    assertThat(gateway.newest(tenant, "FAILED").path("alias").asText()).isEqualTo("unknown");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aModelsOwnRequestsAMinuteHoldWhereverTheFormNamesIt(boolean first) throws Exception {
    RunningGateway.Key key =
        tenant(
            "minute_" + first,
            "\nbudgets: []",
            "\n  models: {small: {requests_per_minute: 2}}\nbudgets: []");
    assertThat(speech(key, form("small", first)).header("x-ratelimit-remaining-requests"))
        .isEqualTo("1");
    assertThat(speech(key, form("small", first)).status()).isEqualTo(200);
    RunningGateway.Answer third = speech(key, form("small", first));
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.code()).isEqualTo("rate_limit_exceeded");
    assertThat(third.header("retry-after")).isNotEmpty();
    assertThat(upstream.asked()).as("the third never becomes whole").hasSize(asked + 2);
    assertThat(speech(key, form("large", first)).status()).as("another model").isEqualTo(200);
  }

  @Test
  void aModelsOwnBudgetIsSpentByForms() throws Exception {
    RunningGateway.Key key =
        tenant("budget", "budgets: []", "budgets: [{usd: 0.01, per: day, scope: model}]");
    assertThat(speech(key, form("small", true)).status()).isEqualTo(200);
    RunningGateway.Answer second = speech(key, form("small", false));
    assertThat(second.status()).isEqualTo(429);
    assertThat(second.code()).isEqualTo("budget_spent");
    assertThat(upstream.asked()).hasSize(asked + 1);
    assertThat(speech(key, form("large", false)).status()).as("another model").isEqualTo(200);
  }

  @Test
  void aPlaceOfAModelIsGivenBackWhenTheFormIsOver() throws Exception {
    RunningGateway.Key key =
        tenant(
            "place", "\nbudgets: []", "\n  models: {small: {concurrent_requests: 1}}\nbudgets: []");
    for (int i = 0; i < 3; i++) {
      assertThat(speech(key, form("small", true)).status()).isEqualTo(200);
      assertThat(speech(key, FILE + model("small")).status()).as("broken off").isEqualTo(400);
    }
  }

  @Test
  void aModelsNameHasAnEnd() throws Exception {
    RunningGateway.Key key = tenant("long", "budgets: []", "budgets: []");
    RunningGateway.Answer answer = speech(key, form("m".repeat(300), true));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().path("message").asText()).contains("at most 256");
  }

  private static RunningGateway.Key tenant(String name, String what, String by) throws Exception {
    gateway.tenant(
        name,
        text ->
            text.replace("surfaces: {}", "surfaces: {audio: {micro_usd: 6000}}").replace(what, by),
        "small",
        "large");
    return gateway.key(name);
  }

  private static RunningGateway.Answer speech(RunningGateway.Key key, String form)
      throws Exception {
    return RunningGateway.send(
        "POST",
        gateway.data("/v1/audio/transcriptions"),
        key.secret(),
        form,
        "content-type",
        "multipart/form-data; boundary=b");
  }

  private static String form(String model, boolean first) {
    return first ? model(model) + FILE + END : FILE + model(model) + END;
  }

  private static String model(String name) {
    return "--b\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\n" + name + "\r\n";
  }
}
