package dev.assay.gateway.upstream;

import static dev.assay.gateway.upstream.Requests.permitted;
import static dev.assay.gateway.upstream.Requests.target;
import static dev.assay.gateway.upstream.Wiring.done;
import static dev.assay.gateway.upstream.Wiring.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.config.Provider;
import dev.assay.gateway.provider.ClientHeaders;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Target;
import io.vertx.core.MultiMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of every kind of provider. */
class ProviderContractIT {
  private static final Target UP = target("up", "real");
  private static final Target SPARE = target("spare", "real");

  private Wiring wiring;

  @BeforeEach
  void start() {
    wiring = new Wiring();
  }

  @AfterEach
  void stop() throws Exception {
    wiring.close();
  }

  private static Endpoint own(Provider.Kind kind) {
    return kind == Provider.Kind.ANTHROPIC ? Endpoint.MESSAGES : Endpoint.CHAT_COMPLETIONS;
  }

  private RawUpstream up(Provider.Kind kind) throws Exception {
    return wiring.provider("up", kind, "sk-one");
  }

  @ParameterizedTest
  @EnumSource
  void itIsToldTheModelAndTheKeyAndNothingElseOfTheClient(Provider.Kind kind) throws Exception {
    RawUpstream up = up(kind);
    Client client =
        new Client(
            "episode-1",
            TimeLimit.NONE,
            ClientHeaders.of(
                MultiMap.caseInsensitiveMultiMap()
                    .add("anthropic-beta", "b1")
                    .add("openai-organization", "org")
                    .add("cookie", "session=1"),
                java.util.Optional.empty()));

    Routed routed =
        done(wiring.begin(wiring.router(), permitted(own(kind), UP), client, new Recall()));
    routed.answer().cancel();

    RawUpstream.Asked asked = up.lastAsked();
    assertThat(asked.start()).isEqualTo("POST /v1" + own(kind).path() + " HTTP/1.1");
    assertThat(asked.text()).contains("\"model\":\"real\"");
    assertThat(asked.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("accept-encoding", "identity")
        .doesNotContainKeys("cookie", "openai-organization", "x-assay-episode-id");
    Map<String, String> expected =
        kind == Provider.Kind.ANTHROPIC
            ? Map.of(
                "x-api-key", "sk-one", "anthropic-version", "2023-06-01", "anthropic-beta", "b1")
            : Map.of("authorization", "Bearer sk-one");
    assertThat(asked.headers()).containsAllEntriesOf(expected);
    assertThat(asked.headers().keySet())
        .as("one credential, in one place")
        .filteredOn(name -> name.equals("authorization") || name.equals("x-api-key"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI,messages.count_tokens",
    "OPENAI_COMPATIBLE,responses",
    "ANTHROPIC,completions",
    "ANTHROPIC,embeddings"
  })
  void whatItDoesNotSpeakItIsNotAsked(Provider.Kind kind, String word) throws Exception {
    RawUpstream up = up(kind);
    Endpoint endpoint =
        java.util.Arrays.stream(Endpoint.values())
            .filter(it -> it.word().equals(word))
            .findFirst()
            .orElseThrow();
    if (endpoint == Endpoint.RESPONSES || endpoint == Endpoint.EMBEDDINGS) {
      assertThat(wiring.router().providers().getFirst().endpoints()).doesNotContain(word);
      return;
    }
    assertThatThrownBy(() -> wiring.route(wiring.router(), permitted(endpoint, UP)))
        .rootCause()
        .hasMessageContaining("does not serve " + word);
    assertThat(up.asked()).isEmpty();
  }

  enum Break {
    RESETS((asked, line) -> line.die()),
    SPEAKS_NO_HTTP((asked, line) -> line.raw("SSH-2.0-x\r\n\r\n")),
    IS_SILENT((asked, line) -> line.awaitGone()),
    IS_OVERLOADED((asked, line) -> line.json(529, "{}")),
    FAILS((asked, line) -> line.json(500, "{}")),
    LIMITS((asked, line) -> line.json(429, "{}")),
    REFUSES_THE_KEY((asked, line) -> line.json(401, "{}")),
    REDIRECTS((asked, line) -> line.json(302, "", "location: http://127.0.0.1:1/v1/messages"));

    @SuppressWarnings("ImmutableEnumChecker") // a lambda that holds nothing
    private final RawUpstream.Script script;

    Break(RawUpstream.Script script) {
      this.script = script;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverBreaksTheNextTargetIsAsked(Break broken) throws Exception {
    for (Provider.Kind kind : Provider.Kind.values()) {
      try (Wiring each = new Wiring()) {
        each.provider("up", kind, "sk-one").plays(broken.script);
        each.provider("spare", kind, "sk-two")
            .plays((asked, line) -> line.json(200, Answers.chat("spare")));

        Routed routed = each.route(each.router(), permitted(own(kind), UP, SPARE));
        routed.answer().cancel();

        assertThat(routed.target()).as(kind + " " + broken).isEqualTo(SPARE);
        assertThat(outcomes(routed.attempts())).hasSize(2).last().isEqualTo("next_target 200");
      }
    }
  }
}
