package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a provider does, the client gets one answer, of the right kind, that says what to do.
 */
class ProviderFaultsIT {
  private static final String SHORT =
      """
          connect_timeout_millis: 1500
          first_byte_timeout_millis: 1500
          idle_timeout_millis: 1000
          total_timeout_millis: 3000
      """;

  @RegisterExtension
  static final Stage STAGE =
      Stage.ofTwoProviders(stage ->
              Yaml.places(stage.dir())
                  + "providers:\n"
                  + Yaml.provider("up", stage.upstream().port(), SHORT)
                  + Yaml.provider("spare", stage.second().port(), SHORT)
                  + Yaml.provider("nobody", closedPort(), SHORT)
                  + "aliases:\n"
                  + oneAliasPerFault()
                  + "  both: [up/real, spare/real]\n"
                  + "  unreachable: [nobody/real]\n"
                  + "  reached: [nobody/other, spare/real]\n"
                  + "  fragile: [up/fragile]\n"
                  + "  limited: [up/limited]\n")
          .tenant(
              "acme",
              java.util.stream.Stream.concat(
                      java.util.stream.Stream.of(
                          "both", "unreachable", "reached", "fragile", "limited"),
                      java.util.Arrays.stream(Fault.values()).map(Fault::alias))
                  .toArray(String[]::new));

  /** Each has a circuit breaker of its own, so that one fault's failures don't open another's. */
  private static String oneAliasPerFault() {
    StringBuilder lines = new StringBuilder();
    for (Fault fault : Fault.values()) {
      lines.append("  %s: [up/%s]\n".formatted(fault.alias(), fault.alias()));
    }
    return lines.toString();
  }

  private static int closedPort() throws Exception {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  enum Fault {
    SILENT(504, "upstream_timeout", (asked, line) -> line.awaitGone()),
    STALLS_MID_BODY(
        504,
        "upstream_timeout",
        (asked, line) -> {
          line.raw(
              "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{");
          line.awaitGone();
        }),
    DRIPS_FOR_EVER(
        504,
        "upstream_timeout",
        (asked, line) -> {
          line.raw(
              "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n");
          while (true) {
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(100);
            line.raw(" ");
          }
        }),
    HANGS_UP(502, "upstream_broken", (asked, line) -> line.die()),
    HANGS_UP_MID_BODY(
        502,
        "upstream_broken",
        (asked, line) ->
            line.raw(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{")),
    SPEAKS_NO_HTTP(502, "upstream_broken", (asked, line) -> line.raw("SSH-2.0-x\r\n\r\n")),
    SPEAKS_NO_JSON(
        502, "upstream_unreadable", (asked, line) -> line.json(200, "<html>hello</html>")),
    STREAMS_UNASKED(
        502,
        "upstream_unreadable",
        (asked, line) -> {
          line.streamHead();
          line.chunk(Answers.DONE);
          line.end();
        }),
    TOO_LARGE(
        502,
        "upstream_unreadable",
        (asked, line) -> {
          line.raw(
              "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 40000000\r\n\r\n");
          for (int i = 0; i < 40_000_000; i += 1 << 16) {
            line.raw(" ".repeat(1 << 16));
          }
        }),
    FAILS(502, "upstream_failed", (asked, line) -> line.json(500, "{\"error\":\"stack trace\"}")),
    OVERLOADED(
        503, "upstream_unavailable", (asked, line) -> line.json(503, "busy", "retry-after: 17")),
    REJECTS_THE_KEY(502, "upstream_misconfigured", (asked, line) -> line.json(401, "{}")),
    FORBIDS(502, "upstream_misconfigured", (asked, line) -> line.json(403, "{}")),
    KNOWS_NO_SUCH_MODEL(502, "upstream_misconfigured", (asked, line) -> line.json(404, "{}")),
    LIMITS_WITHOUT_A_WORD(
        429, "upstream_refused", (asked, line) -> line.json(429, "slow down", "retry-after: 17")),
    REDIRECTS(
        502,
        "upstream_failed",
        (asked, line) -> line.json(302, "", "location: http://127.0.0.1:1/"));

    private final int status;
    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda that holds nothing
    private final RawUpstream.Script script;

    Fault(int status, String code, RawUpstream.Script script) {
      this.status = status;
      this.code = code;
      this.script = script;
    }

    String alias() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultIsToldInTheShapeOfOpenAisErrors(Fault fault) throws Exception {
    STAGE.upstream().plays(fault.script);
    RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), Answers.ask(fault.alias()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(fault.status);
    JsonNode error = answer.error();
    assertThat(error.path("code").asText()).isEqualTo(fault.code);
    assertThat(error.path("message").asText())
        .hasSizeGreaterThan(20)
        .doesNotContain("stack trace", "sk-upstream-secret", "127.0.0.1");
    if (fault == Fault.OVERLOADED || fault == Fault.LIMITS_WITHOUT_A_WORD) {
      assertThat(answer.header("retry-after")).isEqualTo("17");
    }
    JsonNode record = STAGE.gateway().exchange(answer.header("x-assay-exchange-id")).path("record");
    assertThat(record.path("outcome").asText()).isEqualTo("FAILED");
    assertThat(record.path("httpStatus").asInt()).isEqualTo(fault.status);
  }

  @Test
  void aProviderThatLimitsItsKeyIsNotAskedUntilItSaysSoAndItsClientsAreToldToWait()
      throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(429, "slow down", "retry-after: 17"));
    assertThat(STAGE.gateway().chat(STAGE.key(), Answers.ask("limited")).status()).isEqualTo(429);
    int before = STAGE.upstream().asked().size();

    RunningGateway.Answer waits = STAGE.gateway().chat(STAGE.key(), Answers.ask("limited"));

    assertThat(waits.status()).isEqualTo(429);
    assertThat(waits.code()).isEqualTo("upstream_rate_limited");
    assertThat(Integer.parseInt(waits.header("retry-after"))).isBetween(1, 17);
    assertThat(STAGE.upstream().asked()).hasSize(before);
    JsonNode record = STAGE.gateway().exchange(waits.header("x-assay-exchange-id")).path("record");
    assertThat(record.at("/attempts/0/outcome").asText()).isEqualTo("limited");
  }

  @Test
  void aProviderThatCantBeReachedIsToldAs503WithATimeToRetry() throws Exception {
    RunningGateway.Answer answer = STAGE.gateway().chat(STAGE.key(), Answers.ask("unreachable"));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("upstream_unavailable");
    assertThat(answer.header("retry-after")).matches("[1-9][0-9]*");
    JsonNode record = STAGE.gateway().exchange(answer.header("x-assay-exchange-id")).path("record");
    assertThat(record.path("attempts")).as("one more try is safe").hasSize(2);
  }

  @Test
  void theNextTargetAnswersWhereTheFirstFailedBeforeItsFirstByte() throws Exception {
    STAGE.upstream().plays((asked, line) -> line.json(500, "{}"));
    STAGE.second().plays((asked, line) -> line.json(200, Answers.chat("spare")));
    RunningGateway.Answer fellBack = STAGE.gateway().chat(STAGE.key(), Answers.ask("both"));
    assertThat(fellBack.status()).isEqualTo(200);
    assertThat(fellBack.text()).contains("spare");
    JsonNode record =
        STAGE.gateway().exchange(fellBack.header("x-assay-exchange-id")).path("record");
    assertThat(record.path("attempts"))
        .extracting(attempt -> attempt.at("/target/provider").asText())
        .containsExactly("up", "spare");
    assertThat(record.at("/chosen/provider").asText()).isEqualTo("spare");

    assertThat(STAGE.gateway().chat(STAGE.key(), Answers.ask("reached")).text()).contains("spare");
  }

  @Test
  void afterItsFirstByteNobodyElseIsAsked() throws Exception {
    int before = STAGE.second().asked().size();
    STAGE
        .upstream()
        .plays((asked, line) -> {
          line.streamHead();
          line.chunk(Answers.delta("begun"));
          line.end();
        });
    String text = STAGE.gateway().chat(STAGE.key(), Answers.askStream("both")).text();
    assertThat(text).contains("begun", "event: error").doesNotContain("[DONE]");
    assertThat(STAGE.second().asked()).hasSize(before);
  }

  @Test
  void aTargetThatKeepsFailingRestsAndIsTriedAgainLater() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    STAGE
        .upstream()
        .plays((asked, line) -> {
          seen.incrementAndGet();
          line.json(500, "{}");
        });
    RunningGateway.Answer resting =
        Eventually.gives(
            "the target rests",
            () -> {
              RunningGateway.Answer answer =
                  STAGE.gateway().chat(STAGE.key(), Answers.ask("fragile"));
              return answer.status() == 503
                  ? java.util.Optional.of(answer)
                  : java.util.Optional.empty();
            });
    assertThat(resting.code()).isEqualTo("upstream_unavailable");
    assertThat(resting.error().path("message").asText()).contains("rests");
    int whenItRested = seen.get();
    assertThat(STAGE.gateway().chat(STAGE.key(), Answers.ask("fragile")).status()).isEqualTo(503);
    assertThat(seen).as("nothing reaches a target that rests").hasValue(whenItRested);

    STAGE.upstream().plays((asked, line) -> line.json(200, Answers.chat("well again")));
    Eventually.holds(
        "it is tried again and answers",
        () -> STAGE.gateway().chat(STAGE.key(), Answers.ask("fragile")).status() == 200);
  }
}
