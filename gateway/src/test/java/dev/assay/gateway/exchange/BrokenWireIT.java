package dev.assay.gateway.exchange;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A provider behind a whole HTTP server, which keeps connections open from one request to the next:
 * its faults hit connections out of the pool.
 */
class BrokenWireIT {
  private static final int FIRST_BYTE_MILLIS = 1_500;
  private static final int TOTAL_MILLIS = 3_000;
  private static final String DEADLINES =
      """
          first_byte_timeout_millis: %d
          idle_timeout_millis: 1500
          total_timeout_millis: %d
      """
          .formatted(FIRST_BYTE_MILLIS, TOTAL_MILLIS);

  @TempDir static Path dir;
  private static WireMockServer provider;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;

  @BeforeAll
  static void start() throws Exception {
    provider = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    provider.start();
    // An alias for each kind of test, too few failures of each for its target to rest.
    gateway =
        RunningGateway.with(
            dir,
            Yaml.places(dir)
                + "providers:\n"
                + Yaml.provider("up", provider.port(), DEADLINES)
                + "aliases:\n  small: [up/small]\n  broken: [up/broken]\n  cut: [up/cut]\n");
    gateway.tenant("acme", "small", "broken", "cut");
    key = gateway.key("acme");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.stop();
  }

  /** Leaves an open connection in the pool. */
  @BeforeEach
  void answersWell() throws Exception {
    provider.resetAll();
    plays(well());
    assertThat(gateway.chat(key, Answers.ask("small")).status()).isEqualTo(200);
    provider.resetAll();
  }

  private static ResponseDefinitionBuilder well() {
    return aResponse()
        .withHeader("content-type", "application/json")
        .withBody(Answers.chat("well"));
  }

  private static void plays(ResponseDefinitionBuilder response) {
    provider.stubFor(post(anyUrl()).willReturn(response));
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenAnswerIsToldAsTheProvidersFault(Fault fault) throws Exception {
    plays(aResponse().withFault(fault));
    RunningGateway.Answer answer = gateway.chat(key, Answers.ask("broken"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(502);
    assertThat(answer.code()).isEqualTo("upstream_broken");
    assertThat(
            gateway.exchange(answer.header("x-assay-exchange-id")).at("/record/outcome").asText())
        .isEqualTo("FAILED");
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenStreamNeverSeemsToHaveEnded(Fault fault) throws Exception {
    plays(aResponse().withHeader("content-type", "text/event-stream").withFault(fault));
    RunningGateway.Answer answer = gateway.chat(key, Answers.askStream("cut"));
    assertThat(answer.text()).contains("\"error\":").doesNotContain("[DONE]");
  }

  @Test
  void aRequestWhoseConnectionWasResetIsSentOnceMore() throws Exception {
    provider.stubFor(
        post(anyUrl())
            .inScenario("reset")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
            .willSetStateTo("well"));
    provider.stubFor(
        post(anyUrl()).inScenario("reset").whenScenarioStateIs("well").willReturn(well()));
    RunningGateway.Answer answer = gateway.chat(key, Answers.ask("small"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(provider.getAllServeEvents()).hasSize(2);
  }

  @Test
  void anAnswerThatBeginsTooLateIsATimeout() throws Exception {
    plays(well().withFixedDelay(2 * FIRST_BYTE_MILLIS));
    RunningGateway.Answer answer = gateway.chat(key, Answers.ask("small"));
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.code()).isEqualTo("upstream_timeout");
  }

  @Test
  void anAnswerThatDripsIsPassedOnWithinTheTotalTimeAndATimeoutAfterIt() throws Exception {
    plays(well().withChunkedDribbleDelay(4, 400));
    assertThat(gateway.chat(key, Answers.ask("small")).text()).isEqualTo(Answers.chat("well"));
    plays(well().withChunkedDribbleDelay(6, 2 * TOTAL_MILLIS));
    RunningGateway.Answer answer = gateway.chat(key, Answers.ask("small"));
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.code()).isEqualTo("upstream_timeout");
  }
}
