package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which target answered, what was tried before it, and how long a client waits, seen from outside.
 */
class RoutingIT {
  @RegisterExtension
  static final Stage STAGE =
      Stage.ofTwoProviders(stage ->
              Yaml.places(stage.dir())
                  + "providers:\n"
                  + Yaml.provider("up", stage.upstream().port(), "")
                  + Yaml.provider("spare", stage.second().port(), "")
                  + """
                  aliases:
                    small: [up/real, spare/real]
                    hedged: {targets: [up/real, spare/real], hedge_after_millis: 30}
                    sticky:
                      targets: [up/real, spare/real]
                      strategy: weighted
                      affinity: episode
                  """)
          .tenant("acme", "small", "hedged", "sticky");

  @BeforeEach
  void answersWell() {
    STAGE.upstream().plays((asked, line) -> line.json(200, Answers.chat("first")));
    STAGE.second().plays((asked, line) -> line.json(200, Answers.chat("second")));
  }

  @Test
  void theAnswerNamesItsTargetAndTheJournalAllThatWereTried() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(503, "{}"));

    RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), Answers.ask("small"));

    assertThat(answer.header("x-assay-target")).isEqualTo("spare/real");
    JsonNode attempts =
        STAGE.gateway().exchange(answer.header("x-assay-exchange-id")).at("/record/attempts");
    assertThat(attempts)
        .extracting(it ->
            it.at("/target/provider").asText()
                + " "
                + it.path("why").asText()
                + " "
                + it.path("outcome").asText())
        .containsExactly("up first 503", "spare next_target 200");
    assertThat(attempts).allSatisfy(it -> assertThat(it.path("micros").asLong()).isPositive());
  }

  @Test
  void aSecondTargetIsAskedBesideASilentFirst() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.awaitGone());

    RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), Answers.ask("hedged"));

    assertThat(answer.text()).contains("second");
    assertThat(
            STAGE.gateway().exchange(answer.header("x-assay-exchange-id")).at("/record/attempts"))
        .extracting(it -> it.path("outcome").asText())
        .containsExactly("outrun", "200");
  }

  @Test
  void anEpisodeKeepsItsTarget() throws Exception {
    String target = ask("sticky", "x-assay-episode-id", "ep-1").header("x-assay-target");
    for (int i = 0; i < 8; i++) {
      assertThat(ask("sticky", "x-assay-episode-id", "ep-1").header("x-assay-target"))
          .isEqualTo(target);
    }
  }

  @Test
  void aClientsOwnTimeoutIsItsOwn() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.awaitGone());

    RunningGateway.Answer answer = ask("small", "x-assay-timeout-ms", "300");

    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.code()).isEqualTo("upstream_timeout");
    assertThat(answer.error().path("message").asText()).contains("the client allowed");
  }

  @Test
  void anSdksTimeoutEndsAStreamsWaitForItsHeadAndNotTheStream() throws Exception {
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          java.util.concurrent.TimeUnit.MILLISECONDS.sleep(4_000);
          line.chunk(Answers.delta("late") + Answers.DONE);
          line.end();
        });

    assertThat(
            STAGE
                .gateway()
                .chat(STAGE.key(), Answers.askStream("small"), "x-stainless-timeout", "3")
                .text())
        .contains("late", "[DONE]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "soon", "1.5"})
  void aTimeoutThatIsNoneIsRefusedWithWhatToSay(String value) throws Exception {
    RunningGateway.Answer answer = ask("small", "x-assay-timeout-ms", value);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().path("param").asText()).isEqualTo("x-assay-timeout-ms");
    assertThat(answer.error().path("message").asText()).contains("milliseconds");
  }

  @Test
  void anSdksTimeoutInAFormItNeverHasIsPassedOver() throws Exception {
    assertThat(ask("small", "x-stainless-timeout", "soon").status()).isEqualTo(200);
  }

  @Test
  void theControlPlaneShowsHowProvidersDoAndMetricsCountThem() throws Exception {
    assertThat(STAGE.gateway().chat(STAGE.key(), Answers.ask("small")).status()).isEqualTo(200);

    JsonNode providers =
        STAGE.gateway().admin("GET", "/admin/providers", "").json(200).path("providers");
    assertThat(providers).extracting(it -> it.path("name").asText()).containsExactly("spare", "up");
    JsonNode up = providers.path(1).at("/targets/0");
    assertThat(up.path("model").asText()).isEqualTo("real");
    assertThat(up.at("/outcomes/answered").asLong()).isPositive();
    assertThat(STAGE.gateway().admin("GET", "/metrics", "").text())
        .contains(
            "assay_provider_requests_total{model=\"real\",outcome=\"answered\",provider=\"up\"}")
        .contains("assay_provider_pending{model=\"real\",provider=\"up\"}")
        .contains("assay_provider_retry_budget{provider=\"up\"}");

    String operator = STAGE.gateway().person("op", "operator", "acme");
    assertThat(STAGE.gateway().as(operator, "GET", "/admin/providers", "").status())
        .as("the figures are of all tenants")
        .isEqualTo(403);
  }

  private static RunningGateway.Answer ask(String model, String... headers) throws Exception {
    return STAGE.gateway().chat(STAGE.key(), Answers.ask(model), headers);
  }
}
