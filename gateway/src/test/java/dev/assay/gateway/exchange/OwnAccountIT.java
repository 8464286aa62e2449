package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that is one tenant's alone: open to it as far as its policy says, shut to others. */
class OwnAccountIT {
  private static final String ANSWER = "{\"id\":\"x\",\"object\":\"anything\"}";

  private static final String PASSES = "    pass_through: true\n";
  private static final String OPEN = "surfaces: {everything_else: {micro_usd: 100}}";

  @RegisterExtension
  static final Stage STAGE =
      Stage.ofTwoProviders(OwnAccountIT::configuration)
          .tenant(
              "acme",
              text ->
                  text.replace("surfaces: {}", OPEN)
                      .replace("\nlimits:", "\ndefault_model: small\nlimits:"),
              "small")
          .tenant("stranger", text -> text.replace("surfaces: {}", OPEN), "small", "private")
          .tenant("careful", "small")
          .tenant(
              "asks",
              text ->
                  text.replace("surfaces: {}", OPEN)
                      .replace("    secrets: off  ", "    secrets: block"),
              "small")
          .tenant(
              "hears",
              text ->
                  text.replace("surfaces: {}", OPEN)
                      .replace(
                          "    secrets: off\n    pii: off\n", "    secrets: block\n    pii: off\n"),
              "small");

  private int asked;
  private int askedShared;

  private static String configuration(Stage stage) {
    int own = stage.upstream().port();
    return Yaml.places(stage.dir())
        + "providers:\n"
        + Yaml.providerOf("acme", "own", own, PASSES)
        + Yaml.providerOf("careful", "hers", own, PASSES)
        + Yaml.provider("up", stage.second().port(), PASSES)
        + Yaml.providerOf("asks", "asks", own, PASSES)
        + Yaml.providerOf("hears", "hears", own, PASSES)
        + "aliases:\n"
        + "  small: [own/real-small, up/real-small]\n"
        + "  private: [own/secret]\n";
  }

  @BeforeEach
  void answers() {
    STAGE.upstream().plays((ask, line) -> line.json(200, ANSWER));
    STAGE.second().plays((ask, line) -> line.json(200, ANSWER));
    asked = STAGE.upstream().asked().size();
    askedShared = STAGE.second().asked().size();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /organization/users?limit=1&group_by%5B%5D=a | ",
        "POST   | /projects/p/roles                            | {\"name\":\"r\"}",
        "DELETE | /models/ft:small:acme::x                     | ",
        "PATCH  | /whatever/there/is                           | {}",
        "PUT    | /whatever                                    | ",
        "POST   | /responses/compact?beta=true                 | {\"input\":\"q\"}",
        "POST   | /vector_stores                               | {\"file_ids\":[\"file-old\"]}",
        "GET    | /files/file-of-nobody                        | ",
        "POST   | /evals                                       | {\"source\":{\"type\":\"logs\"}}",
        "GET    | /_unknown                                    | ",
      })
  void whateverTheAccountHasIsReachedAndItsAnswerIsTheProvidersOwn(
      String method, String path, String body) throws Exception {
    for (int status : new int[] {200, 404}) {
      STAGE.upstream().plays((ask, line) -> line.json(status, ANSWER));
      RunningGateway.Answer answer =
          STAGE.send("acme", method, "/v1" + path, body == null ? "" : body);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.text()).isEqualTo(ANSWER);
      assertThat(STAGE.upstream().lastAsked().start())
          .isEqualTo(method + " /v1" + path + " HTTP/1.1");
      assertThat(STAGE.upstream().lastAsked().text()).isEqualTo(body == null ? "" : body);
      assertThat(STAGE.upstream().lastAsked().headers().get("authorization"))
          .isEqualTo("Bearer sk-upstream-secret-of-acme");
    }
    assertThat(STAGE.second().asked()).hasSize(askedShared);
  }

  @Test
  void whatPassesIsJournalledAndPriced() throws Exception {
    RunningGateway.Answer answer = STAGE.send("acme", "GET", "/v1/organization/costs", "");
    var record = STAGE.gateway().exchange(answer.header("x-assay-exchange-id"));
    assertThat(record.at("/record/endpoint").asText()).isEqualTo("everything_else");
    assertThat(record.at("/record/usage/costNanoUsd").asLong()).isEqualTo(100_000);
  }

  @Test
  void streamsFormsAndBytesPassAsTheyCome() throws Exception {
    STAGE
        .upstream()
        .plays((ask, line) -> {
          line.streamHead();
          line.chunk("data: one\n\n");
          line.chunk("data: two\n\n");
          line.end();
        });
    String body = "{\"model\":\"small\",\"stream\":true}";
    assertThat(STAGE.send("acme", "POST", "/v1/threads/runs", body).text())
        .isEqualTo("data: one\n\ndata: two\n\n");
    assertThat(STAGE.upstream().lastAsked().text())
        .isEqualTo("{\"model\":\"real-small\",\"stream\":true}");
    answers();
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"file_id\"\r\n\r\nfile-old\r\n--b--\r\n";
    String type = "multipart/form-data; boundary=b";
    assertThat(STAGE.send("acme", "POST", "/v1/checks", form, "content-type", type).status())
        .isEqualTo(200);
    assertThat(STAGE.upstream().lastAsked().text()).isEqualTo(form);
    String bytes = "application/octet-stream";
    STAGE.send("acme", "PUT", "/v1/files/bytes", "\u0001raw", "content-type", bytes);
    assertThat(STAGE.upstream().lastAsked().text()).isEqualTo("\u0001raw");
  }

  @Test
  void whatContentRulesCannotLookThroughIsRefusedBeforeItIsDone() throws Exception {
    String chat = "{\"messages\":[]}";
    for (String tenant : List.of("asks", "hears")) {
      RunningGateway.Answer answer = STAGE.send(tenant, "POST", "/v1/organization/projects", chat);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("content_unscreened");
    }
    assertThat(STAGE.send("hears", "GET", "/v1/responses/resp_1", "").code())
        .isEqualTo("content_unscreened");
    nothingReachedIt();
  }

  @Test
  void aModelIsStillOneOfTheTenantsAndMapped() throws Exception {
    assertThat(STAGE.send("acme", "POST", "/v1/sessions", "{\"model\":\"private\"}").code())
        .isEqualTo("model_not_found");
    nothingReachedIt();
  }

  @Test
  void aRedirectIsNotFollowedNorShownWhereItLeads() throws Exception {
    STAGE.upstream().plays((ask, line) -> line.json(302, "{}", "location: http://127.0.0.1:1/"));
    RunningGateway.Answer answer = STAGE.send("acme", "GET", "/v1/organization/users", "");
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("location")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/organization/../../secret",
        "GET /v1/organization/%2e%2e/x",
        "GET /v1/a%2Fb",
        "GET /v1//host/x",
        "GET /v1/a;b",
        "GET /v1/a\\b",
        "GET /v1/",
        "TRACE /v1/anything",
        "OPTIONS /v1/anything",
        "POST /v1/v1/chat/completions",
        "POST /v1/Chat/Completions",
        "PUT /v1/responses",
      })
  void whatSomebodyMayReadOtherwiseDoesNotPass(String line) throws Exception {
    try (RawClient client =
        RawClient.send(
            STAGE.gateway().data("/"),
            line
                + " HTTP/1.1\r\nhost: g\r\nconnection: close\r\ncontent-length: 0\r\n"
                + "authorization: Bearer "
                + STAGE.key("acme").secret()
                + "\r\n\r\n")) {
      client.readUntil("HTTP/1.1 4");
    }
    nothingReachedIt();
  }

  @Test
  void nobodyElseGetsThere() throws Exception {
    assertThat(STAGE.send("stranger", "GET", "/v1/organization/users", "").code())
        .isEqualTo("unknown_url");
    assertThat(STAGE.send("stranger", "GET", "/v1/vector_stores", "").code())
        .isEqualTo("endpoint_not_allowed");
    String chat = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}";
    assertThat(STAGE.gateway().chat(STAGE.key("stranger"), chat.formatted("private")).code())
        .isEqualTo("no_target");
    nothingReachedIt();
    assertThat(STAGE.gateway().chat(STAGE.key("stranger"), chat.formatted("small")).status())
        .isEqualTo(200);
    assertThat(STAGE.second().asked()).hasSize(askedShared + 1);
    nothingReachedIt();
    assertThat(
            STAGE
                .gateway()
                .chat(STAGE.key("acme"), chat.formatted("small"))
                .header("x-assay-target"))
        .isEqualTo("own/real-small");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/organization/users", "/v1/files", "/v1/responses/compact"})
  void anAccountOfItsOwnOpensNothingThatThePolicyDoesNotName(String path) throws Exception {
    assertThat(STAGE.send("careful", "POST", path, "{}").code()).isEqualTo("endpoint_not_allowed");
    nothingReachedIt();
  }

  @Test
  void aCallThatNamesNoModelAsksForThePolicysAndGoesOnFromWhatTheAccountKeeps() throws Exception {
    assertThat(STAGE.send("acme", "POST", "/v1/responses?beta=true", "{}").status()).isEqualTo(200);
    assertThat(STAGE.upstream().lastAsked().start())
        .isEqualTo("POST /v1/responses?beta=true HTTP/1.1");
    assertThat(STAGE.upstream().lastAsked().text()).isEqualTo("{\"model\":\"real-small\"}");
    String on = "{\"previous_response_id\":\"resp_old\",\"max_output_tokens\":0}";
    assertThat(STAGE.send("acme", "POST", "/v1/responses", on).status()).isEqualTo(200);
    assertThat(STAGE.upstream().lastAsked().text())
        .isEqualTo(
            "{\"model\":\"real-small\",\"previous_response_id\":\"resp_old\",\"max_output_tokens\":0}");
    assertThat(STAGE.second().asked()).hasSize(askedShared);
    RunningGateway.Answer unnamed = STAGE.send("stranger", "POST", "/v1/responses", "{}");
    assertThat(unnamed.status()).isEqualTo(400);
    assertThat(unnamed.error().path("param").asText()).isEqualTo("model");
    String theirs = "{\"model\":\"small\",\"previous_response_id\":\"resp_old\"}";
    assertThat(STAGE.send("stranger", "POST", "/v1/responses", theirs).code())
        .isEqualTo("not_found");
  }

  private void nothingReachedIt() {
    assertThat(STAGE.upstream().asked()).hasSize(asked);
  }
}
