package dev.assay.gateway.exchange;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.assay.gateway.running.ModelCall;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a provider's wire does, whichever the call: its client is told so in the shape of its
 * API, no stream seems to have ended, and the journal says that it failed.
 */
class EveryCallsFaultsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOTAL_MILLIS = 2_000;
  private static final String DEADLINES =
      """
          first_byte_timeout_millis: 1500
          idle_timeout_millis: 1500
          total_timeout_millis: %d
      """
          .formatted(TOTAL_MILLIS);

  @TempDir static Path dir;
  private static WireMockServer provider;
  private static WireMockServer elsewhere;
  private static RunningGateway gateway;
  private static String key;

  /** What goes wrong with an answer that would have been right. */
  enum Wrong {
    RESET(answer -> aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
    EMPTY(answer -> aResponse().withFault(Fault.EMPTY_RESPONSE)),
    GARBAGE(answer -> aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)),
    BROKEN_CHUNK(answer -> typed(answer).withFault(Fault.MALFORMED_RESPONSE_CHUNK)),
    TRUNCATED(answer -> typed(answer).withBody(half(answer))),
    ANOTHER_TYPE(
        answer -> aResponse().withHeader("content-type", "text/html").withBody("<p>Hello</p>")),
    NOTHING(answer -> typed(answer).withBody("")),
    ERROR_UNDER_200(answer -> typed(answer).withBody(error(answer))),
    SLOW_DRIP(answer ->
        typed(answer).withBody(answer.answer()).withChunkedDribbleDelay(8, 3 * TOTAL_MILLIS)),
    REDIRECT(answer -> elsewhere(302)),
    REDIRECT_SAME_METHOD(answer -> elsewhere(307));

    @SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
    private final java.util.function.Function<ModelCall, ResponseDefinitionBuilder> answering;

    Wrong(java.util.function.Function<ModelCall, ResponseDefinitionBuilder> answering) {
      this.answering = answering;
    }

    /** Each pair has a target of its own, whose failures rest no other. */
    String alias(ModelCall call) {
      return (name() + "-" + call.name()).toLowerCase(Locale.ROOT);
    }
  }

  private static ResponseDefinitionBuilder typed(ModelCall call) {
    return aResponse().withHeader("content-type", call.contentType());
  }

  private static String half(ModelCall call) {
    return call.answer().substring(0, call.answer().length() / 2);
  }

  private static String error(ModelCall call) {
    String error =
        call.isAnthropic()
            ? "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"no GPU\"}}"
            : call.path().endsWith("responses") && call.streams()
                ? "{\"type\":\"error\",\"code\":\"x\",\"message\":\"no GPU\",\"param\":null}"
                : "{\"error\":{\"message\":\"no GPU\",\"type\":\"server_error\"}}";
    return call.streams() ? "event: error\ndata: " + error + "\n\n" : error;
  }

  private static ResponseDefinitionBuilder elsewhere(int status) {
    return aResponse().withStatus(status).withHeader("location", elsewhere.baseUrl() + "/v1/x");
  }

  @BeforeAll
  static void start() throws Exception {
    provider = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    provider.start();
    elsewhere = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    elsewhere.start();
    List<String> aliases = new ArrayList<>(List.of("well"));
    pairs().forEach(pair -> aliases.add(((Wrong) pair.get()[1]).alias((ModelCall) pair.get()[0])));
    StringBuilder lines = new StringBuilder();
    aliases.forEach(alias -> lines.append("  %s: [up/%s]\n".formatted(alias, alias)));
    gateway =
        RunningGateway.with(
            dir,
            Yaml.places(dir)
                + "providers:\n"
                + Yaml.provider("up", provider.port(), DEADLINES)
                + "aliases:\n"
                + lines);
    gateway.tenant("acme", aliases.toArray(String[]::new));
    key = gateway.key("acme").secret();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.stop();
    elsewhere.stop();
  }

  @BeforeEach
  void nothingIsPlayed() {
    provider.resetAll();
    elsewhere.resetAll();
    elsewhere.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("{}")));
  }

  static Stream<Arguments> pairs() {
    return Arrays.stream(ModelCall.values())
        .flatMap(call -> Arrays.stream(Wrong.values()).map(wrong -> Arguments.of(call, wrong)));
  }

  static Stream<Arguments> quickPairs() {
    return pairs().filter(pair -> pair.get()[1] != Wrong.SLOW_DRIP);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWellPassesAsItCame(ModelCall call) throws Exception {
    plays(call, "well", typed(call).withBody(call.answer()));
    RunningGateway.Answer answer = call.send(gateway.data("/"), key, call.ask("well"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("content-type")).startsWith(call.contentType());
    assertThat(gateway.exchange(id(answer)).at("/record/outcome").asText()).isEqualTo("ANSWERED");
    if (call.streams()) {
      // All but an event with the usage that nobody but the gateway asked for.
      List<String> came = events(answer.text());
      List<String> sent = events(call.answer());
      assertThat(sent).containsAll(came);
      assertThat(came).hasSizeBetween(sent.size() - 1, sent.size());
      assertThat(came.getLast()).isEqualTo(sent.getLast()).contains(call.ending());
    } else {
      assertThat(answer.text()).isEqualTo(call.answer());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalWithoutAWordIsToldInTheShapeOfItsApi(ModelCall call) throws Exception {
    plays(call, "well", aResponse().withStatus(422).withBody("not so"));
    RunningGateway.Answer answer = call.send(gateway.data("/"), key, call.ask("well"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    requireError(call, JSON.readTree(answer.text()));
  }

  @ParameterizedTest
  @EnumSource
  void aWholeAnswerIsJsonWhateverItsProviderCallsIt(ModelCall call) throws Exception {
    plays(
        call, "well", aResponse().withHeader("content-type", "text/html").withBody(call.answer()));
    RunningGateway.Answer answer = call.send(gateway.data("/"), key, call.ask("well"));
    if (call.streams()) {
      assertThat(answer.status()).as("a stream has to say that it is one").isEqualTo(502);
      requireError(call, JSON.readTree(answer.text()));
    } else {
      assertThat(answer.text()).isEqualTo(call.answer());
      assertThat(answer.header("content-type")).isEqualTo("application/json");
    }
  }

  @ParameterizedTest
  @MethodSource("quickPairs")
  void aFaultIsToldInTheShapeOfItsApi(ModelCall call, Wrong wrong) throws Exception {
    isToldAndJournalled(call, wrong);
  }

  /** All at once, for each takes its whole time. */
  @Test
  void anAnswerThatDripsForLongerThanAllowedIsATimeout() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> told =
          threads.invokeAll(
              Arrays.stream(ModelCall.values())
                  .<java.util.concurrent.Callable<Void>>map(call ->
                      () -> {
                        isToldAndJournalled(call, Wrong.SLOW_DRIP);
                        return null;
                      })
                  .toList());
      for (Future<Void> one : told) {
        one.get();
      }
    }
  }

  private static void isToldAndJournalled(ModelCall call, Wrong wrong) throws Exception {
    plays(call, wrong.alias(call), wrong.answering.apply(call));
    RunningGateway.Answer answer = call.send(gateway.data("/"), key, call.ask(wrong.alias(call)));
    String text = answer.text();
    if (answer.status() == 200) {
      assertThat(call.streams()).as("a whole answer fails by its status: " + text).isTrue();
      assertThat(text).doesNotContain(call.ending());
      requireError(call, lastData(text));
    } else {
      assertThat(answer.status()).as(text).isBetween(500, 599);
      assertThat(answer.header("content-type")).isEqualTo("application/json");
      requireError(call, JSON.readTree(text));
    }
    JsonNode record = gateway.exchange(id(answer)).path("record");
    assertThat(record.path("outcome").asText()).isIn("FAILED", "INTERRUPTED");
    assertThat(record.path("httpStatus").asInt()).isEqualTo(answer.status());
    assertThat(elsewhere.getAllServeEvents()).as("redirects are not followed").isEmpty();
  }

  private static void plays(ModelCall call, String model, ResponseDefinitionBuilder response) {
    provider.stubFor(
        post(call.path()).withRequestBody(containing("\"" + model + "\"")).willReturn(response));
  }

  private static String id(RunningGateway.Answer answer) {
    return answer.header("x-assay-exchange-id");
  }

  private static List<String> events(String stream) {
    return Pattern.compile("\n\n").splitAsStream(stream).toList();
  }

  private static JsonNode lastData(String stream) throws Exception {
    return JSON.readTree(stream.substring(stream.lastIndexOf("data:") + "data:".length()));
  }

  private static void requireError(ModelCall call, JsonNode body) {
    JsonNode error = body.path("error");
    if (call.isAnthropic()) {
      assertThat(body.path("type").asText()).as(body.toString()).isEqualTo("error");
      assertThat(error.path("type").asText()).as(body.toString()).matches("[a-z_]+_error");
    } else if (!error.isObject()) {
      assertThat(call).as(body.toString()).isEqualTo(ModelCall.RESPONSES_STREAM);
      error = body;
    }
    assertThat(error.path("message").asText())
        .as(body.toString())
        .isNotEmpty()
        .doesNotContain("127.0.0.1", "sk-upstream");
  }
}
