package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that is one tenant's alone: open to it as far as its policy says, shut to others. */
class OwnAccountIT {
  private static final String ANSWER = "{\"id\":\"x\",\"object\":\"anything\"}";

  @TempDir static Path dir;
  private static RawUpstream own;
  private static RawUpstream shared;
  private static RunningGateway gateway;
  private static RunningGateway.Key acme;
  private static RunningGateway.Key stranger;
  private static RunningGateway.Key careful;
  private static RunningGateway.Key promptsScreened;
  private static RunningGateway.Key answersScreened;
  private int asked;
  private int askedShared;

  @BeforeAll
  static void start() throws Exception {
    own = new RawUpstream();
    shared = new RawUpstream();
    String passes = "    pass_through: true\n";
    gateway =
        RunningGateway.with(
            dir,
            Yaml.places(dir)
                + "providers:\n"
                + Yaml.providerOf("acme", "own", own.port(), passes)
                + Yaml.providerOf("careful", "hers", own.port(), passes)
                + Yaml.provider("up", shared.port(), passes)
                + Yaml.providerOf("asks", "asks", own.port(), passes)
                + Yaml.providerOf("hears", "hears", own.port(), passes)
                + "aliases:\n"
                + "  small: [own/real-small, up/real-small]\n"
                + "  private: [own/secret]\n");
    String open = "surfaces: {everything_else: {micro_usd: 100}}";
    gateway.tenant(
        "acme",
        text ->
            text.replace("surfaces: {}", open)
                .replace("\nlimits:", "\ndefault_model: small\nlimits:"),
        "small");
    gateway.tenant("stranger", text -> text.replace("surfaces: {}", open), "small", "private");
    gateway.tenant("careful", "small");
    gateway.tenant(
        "asks",
        text ->
            text.replace("surfaces: {}", open).replace("    secrets: off  ", "    secrets: block"),
        "small");
    gateway.tenant(
        "hears",
        text ->
            text.replace("surfaces: {}", open)
                .replace("    secrets: off\n    pii: off\n", "    secrets: block\n    pii: off\n"),
        "small");
    promptsScreened = gateway.key("asks");
    answersScreened = gateway.key("hears");
    acme = gateway.key("acme");
    stranger = gateway.key("stranger");
    careful = gateway.key("careful");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    own.close();
    shared.close();
  }

  @BeforeEach
  void answers() {
    own.plays((ask, line) -> line.json(200, ANSWER));
    shared.plays((ask, line) -> line.json(200, ANSWER));
    asked = own.asked().size();
    askedShared = shared.asked().size();
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
      own.plays((ask, line) -> line.json(status, ANSWER));
      RunningGateway.Answer answer = send(acme, method, "/v1" + path, body == null ? "" : body);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.text()).isEqualTo(ANSWER);
      assertThat(own.lastAsked().start()).isEqualTo(method + " /v1" + path + " HTTP/1.1");
      assertThat(own.lastAsked().text()).isEqualTo(body == null ? "" : body);
      assertThat(own.lastAsked().headers().get("authorization"))
          .isEqualTo("Bearer sk-upstream-secret-of-acme");
    }
    assertThat(shared.asked()).hasSize(askedShared);
  }

  @Test
  void whatPassesIsJournalledAndPriced() throws Exception {
    RunningGateway.Answer answer = send(acme, "GET", "/v1/organization/costs", "");
    var record = gateway.exchange(answer.header("x-assay-exchange-id"));
    assertThat(record.at("/record/endpoint").asText()).isEqualTo("everything_else");
    assertThat(record.at("/record/usage/costNanoUsd").asLong()).isEqualTo(100_000);
  }

  @Test
  void streamsFormsAndBytesPassAsTheyCome() throws Exception {
    own.plays((ask, line) -> {
      line.streamHead();
      line.chunk("data: one\n\n");
      line.chunk("data: two\n\n");
      line.end();
    });
    String body = "{\"model\":\"small\",\"stream\":true}";
    assertThat(send(acme, "POST", "/v1/threads/runs", body).text())
        .isEqualTo("data: one\n\ndata: two\n\n");
    assertThat(own.lastAsked().text()).isEqualTo("{\"model\":\"real-small\",\"stream\":true}");
    answers();
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"file_id\"\r\n\r\nfile-old\r\n--b--\r\n";
    String type = "multipart/form-data; boundary=b";
    assertThat(send(acme, "POST", "/v1/checks", form, "content-type", type).status())
        .isEqualTo(200);
    assertThat(own.lastAsked().text()).isEqualTo(form);
    String bytes = "application/octet-stream";
    send(acme, "PUT", "/v1/files/bytes", "\u0001raw", "content-type", bytes);
    assertThat(own.lastAsked().text()).isEqualTo("\u0001raw");
  }

  @Test
  void whatContentRulesCannotLookThroughIsRefusedBeforeItIsDone() throws Exception {
    String chat = "{\"messages\":[]}";
    for (RunningGateway.Key key : List.of(promptsScreened, answersScreened)) {
      RunningGateway.Answer answer = send(key, "POST", "/v1/organization/projects", chat);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("content_unscreened");
    }
    assertThat(send(answersScreened, "GET", "/v1/responses/resp_1", "").code())
        .isEqualTo("content_unscreened");
    nothingReachedIt();
  }

  @Test
  void aModelIsStillOneOfTheTenantsAndMapped() throws Exception {
    assertThat(send(acme, "POST", "/v1/sessions", "{\"model\":\"private\"}").code())
        .isEqualTo("model_not_found");
    nothingReachedIt();
  }

  @Test
  void aRedirectIsNotFollowedNorShownWhereItLeads() throws Exception {
    own.plays((ask, line) -> line.json(302, "{}", "location: http://127.0.0.1:1/"));
    RunningGateway.Answer answer = send(acme, "GET", "/v1/organization/users", "");
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("location")).isEmpty();
  }

  @Test
  void whatIsSaidOfTheGatewaysKeyIsNotTheClientsToRead() throws Exception {
    own.plays(
        (ask, line) -> line.json(401, "{\"error\":\"sk-upstream-secret-of-acme is not known\"}"));
    RunningGateway.Answer answer = send(acme, "GET", "/v1/organization/users", "");
    assertThat(answer.code()).isEqualTo("upstream_misconfigured");
    assertThat(answer.text()).doesNotContain("sk-upstream");
  }

  @Test
  void anAnswerThatRepeatsTheGatewaysKeyBreaksOff() throws Exception {
    own.plays((ask, line) -> {
      line.streamHead();
      line.chunk("{\"headers\":{\"authorization\":\"Bearer sk-upstr");
      line.chunk("eam-secret-of-acme\"}}");
      line.end();
    });
    try (RawClient client =
        RawClient.send(
            gateway.data("/"),
            "GET /v1/anything HTTP/1.1\r\nhost: g\r\nauthorization: Bearer "
                + acme.secret()
                + "\r\n\r\n")) {
      assertThat(client.readToEnd()).contains("Bearer ").doesNotContain("sk-u");
    }
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
            gateway.data("/"),
            line
                + " HTTP/1.1\r\nhost: g\r\nconnection: close\r\ncontent-length: 0\r\n"
                + "authorization: Bearer "
                + acme.secret()
                + "\r\n\r\n")) {
      client.readUntil("HTTP/1.1 4");
    }
    nothingReachedIt();
  }

  @Test
  void nobodyElseGetsThere() throws Exception {
    assertThat(send(stranger, "GET", "/v1/organization/users", "").code()).isEqualTo("unknown_url");
    assertThat(send(stranger, "GET", "/v1/vector_stores", "").code())
        .isEqualTo("endpoint_not_allowed");
    String chat = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}";
    assertThat(gateway.chat(stranger, chat.formatted("private")).code()).isEqualTo("no_target");
    nothingReachedIt();
    assertThat(gateway.chat(stranger, chat.formatted("small")).status()).isEqualTo(200);
    assertThat(shared.asked()).hasSize(askedShared + 1);
    nothingReachedIt();
    assertThat(gateway.chat(acme, chat.formatted("small")).header("x-assay-target"))
        .isEqualTo("own/real-small");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/organization/users", "/v1/files", "/v1/responses/compact"})
  void anAccountOfItsOwnOpensNothingThatThePolicyDoesNotName(String path) throws Exception {
    assertThat(send(careful, "POST", path, "{}").code()).isEqualTo("endpoint_not_allowed");
    nothingReachedIt();
  }

  @Test
  void aCallThatNamesNoModelAsksForThePolicysAndGoesOnFromWhatTheAccountKeeps() throws Exception {
    assertThat(send(acme, "POST", "/v1/responses?beta=true", "{}").status()).isEqualTo(200);
    assertThat(own.lastAsked().start()).isEqualTo("POST /v1/responses?beta=true HTTP/1.1");
    assertThat(own.lastAsked().text()).isEqualTo("{\"model\":\"real-small\"}");
    String on = "{\"previous_response_id\":\"resp_old\",\"max_output_tokens\":0}";
    assertThat(send(acme, "POST", "/v1/responses", on).status()).isEqualTo(200);
    assertThat(own.lastAsked().text())
        .isEqualTo(
            "{\"model\":\"real-small\",\"previous_response_id\":\"resp_old\",\"max_output_tokens\":0}");
    assertThat(shared.asked()).hasSize(askedShared);
    RunningGateway.Answer unnamed = send(stranger, "POST", "/v1/responses", "{}");
    assertThat(unnamed.status()).isEqualTo(400);
    assertThat(unnamed.error().path("param").asText()).isEqualTo("model");
    String theirs = "{\"model\":\"small\",\"previous_response_id\":\"resp_old\"}";
    assertThat(send(stranger, "POST", "/v1/responses", theirs).code()).isEqualTo("not_found");
  }

  private void nothingReachedIt() {
    assertThat(own.asked()).hasSize(asked);
  }

  private static RunningGateway.Answer send(
      RunningGateway.Key key, String method, String path, String body, String... headers)
      throws Exception {
    String[] all = headers;
    if (!body.isEmpty() && headers.length == 0) {
      all = new String[] {"content-type", "application/json"};
    }
    return RunningGateway.send(method, gateway.data(path), key.secret(), body, all);
  }
}
