package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream whose provider dies before its first event has shown nothing: another may answer. */
class FirstEventIT {
  private static final int PING_MILLIS = 1_500;

  @RegisterExtension
  static final Stage STAGE =
      Stage.ofTwoProviders(FirstEventIT::configuration).tenant("acme", "small", "slow", "hedged");

  private static String configuration(Stage stage) {
    return Yaml.places(stage.dir())
        + "providers:\n"
        + Yaml.provider("up", stage.upstream().port(), "    idle_timeout_millis: 1000\n")
        + Yaml.provider("spare", stage.second().port(), "")
        + Yaml.provider("patient", stage.upstream().port(), "")
        + """
        aliases:
          small: [up/real, spare/real]
          slow: [patient/real, spare/real]
          hedged: {targets: [patient/real, spare/real], hedge_after_millis: 30}
        limits: {ping_millis: %d}
        """
            .formatted(PING_MILLIS);
  }

  @BeforeEach
  void theSpareAnswers() {
    STAGE
        .second()
        .plays((asked, line) -> {
          line.streamHead();
          line.chunk(Answers.delta("spare") + Answers.DONE);
          line.end();
        });
  }

  enum Death {
    BREAKS_OFF,
    ENDS_AT_ONCE,
    BREAKS_OFF_AFTER_A_COMMENT,
    BREAKS_OFF_IN_ITS_FIRST_EVENT,
    SAYS_NOTHING;

    void die(RawUpstream.Line line) throws Exception {
      line.streamHead();
      switch (this) {
        case BREAKS_OFF -> {}
        case ENDS_AT_ONCE -> line.end();
        case BREAKS_OFF_AFTER_A_COMMENT -> line.chunk(": working\n\n");
        case BREAKS_OFF_IN_ITS_FIRST_EVENT -> line.chunk("data: {\"choices\":[{\"del");
        case SAYS_NOTHING -> line.awaitGone();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNextTargetAnswersForIt(Death death) throws Exception {
    STAGE.upstream().plays((asked, line) -> death.die(line));

    RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), Answers.askStream("small"));

    assertThat(answer.text()).isEqualTo(Answers.delta("spare") + Answers.DONE);
    assertThat(answer.header("x-assay-target")).isEqualTo("spare/real");
    JsonNode record = STAGE.gateway().exchange(answer.header("x-assay-exchange-id")).path("record");
    assertThat(record.path("outcome").asText()).isEqualTo("ANSWERED");
    assertThat(record.path("attempts"))
        .extracting(it -> it.path("why").asText() + " " + it.path("outcome").asText())
        .containsExactly(
            death == Death.SAYS_NOTHING ? "first timeout" : "first broken", "next_target 200");
  }

  @Test
  void whereAllOfThemDieItIsAnErrorWithItsOwnStatus() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.streamHead());
    STAGE.second().plays((asked, line) -> line.streamHead());

    RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), Answers.askStream("small"));

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.code()).isEqualTo("upstream_broken");
    assertThat(answer.header("content-type")).isEqualTo("application/json");
  }

  @Test
  void afterItsFirstEventNoOtherIsAsked() throws Exception {
    int before = STAGE.second().asked().size();
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.chunk(Answers.delta("part"));
        });

    String text = STAGE.gateway().chat(STAGE.key(), Answers.askStream("small")).text();

    assertThat(text).startsWith(Answers.delta("part")).contains("upstream_broken");
    assertThat(STAGE.second().asked()).hasSize(before);
  }

  @Test
  void aClientThatWasSentACommentIsAskedForByNoOther() throws Exception {
    int before = STAGE.second().asked().size();
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.awaitGone();
        });

    try (RawClient client =
        RawClient.chat(STAGE.gateway(), STAGE.key(), Answers.askStream("slow"))) {
      client.readUntil(": ping\n\n");
    }

    STAGE.gateway().newest("acme", "CANCELLED");
    assertThat(STAGE.second().asked()).hasSize(before);
  }

  @Test
  void aClientsOwnTimeoutHoldsWhileTheHeadIsHeldBack() throws Exception {
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.awaitGone();
        });

    RunningGateway.Answer answer =
        STAGE.gateway().chat(STAGE.key(), Answers.askStream("slow"), "x-assay-timeout-ms", "400");

    assertThat(answer.text()).contains("the client allowed").doesNotContain("[DONE]");
  }

  @Test
  void ofTwoThatAreAskedTheFirstToSaySomethingAnswers() throws Exception {
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.awaitGone();
        });

    RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), Answers.askStream("hedged"));

    assertThat(answer.text()).contains("spare", "[DONE]");
    assertThat(
            STAGE.gateway().exchange(answer.header("x-assay-exchange-id")).at("/record/attempts"))
        .extracting(it -> it.path("outcome").asText())
        .containsExactly("outrun", "200");
  }
}
