package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A provider may be well at one part of its API and not at another: each is asked by its own. */
class SurfaceHealthIT {
  /** More than a breaker needs to open. */
  private static final int FAILURES = 24;

  private static final String PASSES = "    pass_through: true\n    retry_share: 1\n";
  private static final String SPEECH = "{\"model\":\"small\",\"input\":\"Hi\",\"voice\":\"alloy\"}";

  @RegisterExtension
  static final Stage STAGE =
      Stage.ofTwoProviders(stage ->
              Yaml.places(stage.dir())
                  + "providers:\n"
                  + Yaml.provider("up", stage.upstream().port(), PASSES)
                  + Yaml.provider("spare", stage.second().port(), PASSES)
                  + "aliases:\n  small: [up/real, spare/real]\n")
          .tenant("acme", text -> text.replace("surfaces: {}", "surfaces: {audio: free}"), "small");

  @Test
  void whatPassesThroughIsOrderedByHowItsOwnPartDoesAndChatsByTheirs() throws Exception {
    STAGE.second().plays((ask, line) -> line.json(200, Answers.chat("spare")));
    STAGE
        .upstream()
        .plays((ask, line) ->
            line.json(ask.start().contains("/audio/") ? 500 : 200, Answers.chat("up")));
    for (int i = 0; i < FAILURES; i++) {
      speak();
    }
    JsonNode attempts = gateway().exchange(id(speak())).at("/record/attempts");
    assertThat(attempts).as("the one that rests is not tried first: %s", attempts).hasSize(1);
    assertThat(attempts.at("/0/target/provider").asText()).isEqualTo("spare");
    assertThat(gateway().chat(STAGE.key(), Answers.ask("small")).header("x-assay-target"))
        .isEqualTo("up/real");
  }

  private static RunningGateway.Answer speak() throws Exception {
    return STAGE.send("acme", "POST", "/v1/audio/speech", SPEECH);
  }

  private static String id(RunningGateway.Answer answer) {
    return answer.header("x-assay-exchange-id");
  }

  private static RunningGateway gateway() {
    return STAGE.gateway();
  }
}
