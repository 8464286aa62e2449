package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rest of a provider's API: denied by default, and each tenant's things its own. */
class PassThroughIT {
  private static final String MULTIPART = "multipart/form-data; boundary=x";
  private static final String FORM =
      String.join(
          "\r\n",
          "--x",
          "content-disposition: form-data; name=\"file\"; filename=\"a\"",
          "",
          "the file",
          "--x--",
          "");

  private static final String SURFACES =
      "surfaces: {files: free, audio: {micro_usd: 6000}, batches: free}";

  @RegisterExtension
  static final Stage STAGE =
      Stage.ofOneProvider(stage ->
              Yaml.of(
                  stage.dir(),
                  stage.upstream().port(),
                  "    pass_through: true\n",
                  "limits: {max_upload_bytes: 2000}\n"))
          .tenant("acme", text -> text.replace("surfaces: {}", SURFACES), "small")
          .tenant("globex", text -> text.replace("surfaces: {}", SURFACES), "small")
          .tenant(
              "before",
              text ->
                  text.replace("surfaces: {}", SURFACES)
                      .replace("unowned_objects: false", "unowned_objects: true"),
              "small")
          .tenant("denied", "small");

  private int asked;

  @BeforeEach
  void count() {
    asked = STAGE.upstream().asked().size();
  }

  private void nothingReachedTheProvider() {
    assertThat(STAGE.upstream().asked()).hasSize(asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/files", "/v1/vector_stores/vs_1", "/v1/fine_tuning/jobs"})
  void whatThePolicyDoesNotNameIsDenied(String path) throws Exception {
    RunningGateway.Answer answer = get("denied", path);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("endpoint_not_allowed");
    assertThat(answer.error().path("message").asText()).contains("pass_through.surfaces");
    nothingReachedTheProvider();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/organization/users", "/v1/files/%2e%2e/models", "/v1/files/../models"})
  void whatIsNoPartOfTheApiOrReadsInTwoWaysDoesNotPass(String path) throws Exception {
    assertThat(get("acme", path).status()).isIn(400, 404);
    nothingReachedTheProvider();
  }

  @Test
  void whatOneTenantMadeIsItsOwnAndNobodyElsesToSee() throws Exception {
    upload("file-mine");
    assertThat(STAGE.upstream().lastAsked().headers().get("content-type")).isEqualTo(MULTIPART);
    assertThat(STAGE.upstream().lastAsked().text()).isEqualTo(FORM);
    assertThat(STAGE.upstream().lastAsked().headers().get("authorization"))
        .isEqualTo("Bearer sk-upstream-secret");

    STAGE.upstream().plays((ask, line) -> line.json(200, "{\"id\":\"file-mine\"}"));
    assertThat(get("acme", "/v1/files/file-mine").status()).isEqualTo(200);
    assertThat(STAGE.upstream().lastAsked().start()).isEqualTo("GET /v1/files/file-mine HTTP/1.1");
    count();
    for (String other : List.of("globex", "before")) {
      RunningGateway.Answer hidden = get(other, "/v1/files/file-mine");
      assertThat(hidden.status()).isEqualTo(404);
      assertThat(hidden.code()).isEqualTo("not_found");
      assertThat(STAGE.send("globex", "DELETE", "/v1/files/file-mine", "").status()).isEqualTo(404);
      assertThat(
              STAGE
                  .send(other, "POST", "/v1/batches", "{\"input_file_id\":\"file-mine\"}")
                  .status())
          .isEqualTo(404);
    }
    nothingReachedTheProvider();
  }

  @Test
  void aListShowsWhatIsTheTenants() throws Exception {
    upload("file-listed");
    STAGE
        .upstream()
        .plays((ask, line) ->
            line.json(
                200,
                "{\"object\":\"list\",\"data\":[{\"id\":\"file-old\"},{\"id\":\"file-listed\"}],"
                    + "\"first_id\":\"file-old\",\"last_id\":\"file-listed\",\"has_more\":false}"));
    JsonNode mine = get("acme", "/v1/files?limit=2").json(200);
    assertThat(STAGE.upstream().lastAsked().start()).isEqualTo("GET /v1/files?limit=2 HTTP/1.1");
    assertThat(mine.path("data").findValuesAsText("id")).containsExactly("file-listed");
    assertThat(mine.path("first_id").asText()).isEqualTo("file-listed");
    assertThat(get("globex", "/v1/files").json(200).path("data")).isEmpty();
    assertThat(get("before", "/v1/files").json(200).path("data").findValuesAsText("id"))
        .containsExactly("file-old");
  }

  @Test
  void whatAnAnswerOnlyRepeatsBecomesNobodys() throws Exception {
    STAGE
        .upstream()
        .plays((ask, line) ->
            line.json(
                200,
                "{\"id\":\"batch_1\",\"name\":\"file-echoed\",\"output_file_id\":\"file-out\"}"));
    assertThat(STAGE.send("acme", "POST", "/v1/batches", "{\"name\":\"file-echoed\"}").status())
        .isEqualTo(200);
    STAGE.upstream().plays((ask, line) -> line.json(200, "{\"id\":\"x\"}"));
    assertThat(get("acme", "/v1/files/file-echoed").status()).isEqualTo(404);
    assertThat(get("acme", "/v1/files/file-out").status()).isEqualTo(200);
    assertThat(get("globex", "/v1/files/file-out").status()).isEqualTo(404);
  }

  @Test
  void aListThatCannotBeLookedIntoIsNotShown() throws Exception {
    STAGE
        .upstream()
        .plays((ask, line) ->
            line.raw(
                String.join(
                    "\r\n",
                    "HTTP/1.1 200 OK",
                    "content-type: text/json",
                    "connection: close",
                    "content-length: 33",
                    "",
                    "{\"data\":[{\"id\":\"file-of-others\"}]}")));
    RunningGateway.Answer answer = get("acme", "/v1/files");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.text()).doesNotContain("file-of-others");
  }

  @Test
  void whatNobodysKeyMadeIsReachedWhereThePolicySaysSo() throws Exception {
    STAGE.upstream().plays((ask, line) -> line.json(200, "{\"id\":\"file-old\"}"));
    assertThat(get("before", "/v1/files/file-ancient").status()).isEqualTo(200);
    assertThat(get("acme", "/v1/files/file-ancient").status()).isEqualTo(404);
  }

  @Test
  void bytesPassAsTheyCome() throws Exception {
    upload("file-bytes");
    byte[] bytes = new byte[5000];
    new java.util.Random(7).nextBytes(bytes);
    STAGE
        .upstream()
        .plays((ask, line) -> {
          line.raw(
              String.join(
                  "\r\n",
                  "HTTP/1.1 200 OK",
                  "content-type: application/octet-stream",
                  "connection: close",
                  "content-length: 5000",
                  "content-disposition: attachment",
                  "",
                  ""));
          line.raw(bytes);
        });
    RunningGateway.Answer answer = get("acme", "/v1/files/file-bytes/content");
    assertThat(answer.response().body()).isEqualTo(bytes);
    assertThat(answer.header("content-type")).isEqualTo("application/octet-stream");
    assertThat(answer.header("content-disposition")).isEqualTo("attachment");
    assertThat(
            STAGE
                .gateway()
                .exchange(answer.header("x-assay-exchange-id"))
                .at("/record/endpoint")
                .asText())
        .isEqualTo("files");
  }

  @Test
  void theProvidersOwnRefusalIsTheClientsToRead() throws Exception {
    String refusal = "{\"error\":{\"message\":\"no such purpose\"}}";
    STAGE.upstream().plays((ask, line) -> line.json(404, refusal));
    RunningGateway.Answer answer =
        STAGE.send("acme", "POST", "/v1/audio/speech", "{\"model\":\"small\"}");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEqualTo(refusal);
    assertThat(STAGE.upstream().lastAsked().text()).isEqualTo("{\"model\":\"real-small\"}");
  }

  @Test
  void aModelThatIsNotTheTenantsDoesNotPass() throws Exception {
    assertThat(STAGE.send("acme", "POST", "/v1/audio/speech", "{\"model\":\"huge\"}").code())
        .isEqualTo("model_not_found");
    nothingReachedTheProvider();
  }

  @Test
  void anUploadBeyondTheLimitIsRefused() throws Exception {
    RunningGateway.Answer answer =
        STAGE.send("acme", "POST", "/v1/files", "x".repeat(3000), "content-type", MULTIPART);
    assertThat(answer.status()).isEqualTo(413);
    nothingReachedTheProvider();
  }

  @Test
  void aStoredResponseIsItsTenantsToSeeToContinueAndToDelete() throws Exception {
    String response =
        "{\"id\":\"resp_1\",\"object\":\"response\",\"output\":[{\"id\":\"msg_1\",\"content\":[]}]}";
    STAGE.upstream().plays((ask, line) -> line.json(200, response));
    String body = "{\"model\":\"small\",\"input\":\"Hi\"}";
    assertThat(STAGE.send("denied", "POST", "/v1/responses", body).status()).isEqualTo(200);
    assertThat(get("denied", "/v1/responses/resp_1").text()).isEqualTo(response);
    String next = "{\"model\":\"small\",\"input\":\"More\",\"previous_response_id\":\"resp_1\"}";
    String named =
        "{\"model\":\"small\",\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]}";
    assertThat(STAGE.send("denied", "POST", "/v1/responses", next).status()).isEqualTo(200);
    assertThat(STAGE.send("denied", "POST", "/v1/responses", named).status()).isEqualTo(200);
    count();
    for (String others : new String[] {next, named}) {
      assertThat(STAGE.send("globex", "POST", "/v1/responses", others).code())
          .isEqualTo("not_found");
    }
    assertThat(get("globex", "/v1/responses/resp_1").status()).isEqualTo(404);
    assertThat(STAGE.send("globex", "DELETE", "/v1/responses/resp_1", "").status()).isEqualTo(404);
    nothingReachedTheProvider();
    assertThat(STAGE.send("denied", "DELETE", "/v1/responses/resp_1", "").status()).isEqualTo(200);
  }

  @Test
  void aStreamedResponseIsItsTenantsBeforeItsNameIsHeard() throws Exception {
    STAGE
        .upstream()
        .plays((ask, line) -> {
          line.streamHead();
          line.chunk(
              "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_s\"}}\n\n");
          line.chunk(
              "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":"
                  + "{\"id\":\"resp_s\",\"output\":[{\"id\":\"msg_s\"}]}}\n\n");
          line.end();
        });
    String body = "{\"model\":\"small\",\"input\":\"Hi\",\"stream\":true}";
    assertThat(STAGE.send("denied", "POST", "/v1/responses", body).text())
        .contains("response.completed");
    STAGE.upstream().plays((ask, line) -> line.json(200, Answers.chat("x")));
    assertThat(get("denied", "/v1/responses/resp_s").status()).isEqualTo(200);
    assertThat(get("globex", "/v1/responses/resp_s").status()).isEqualTo(404);
  }

  private static void upload(String id) throws Exception {
    STAGE
        .upstream()
        .plays((ask, line) -> line.json(200, "{\"id\":\"" + id + "\",\"object\":\"file\"}"));
    assertThat(STAGE.send("acme", "POST", "/v1/files", FORM, "content-type", MULTIPART).status())
        .isEqualTo(200);
  }

  private static RunningGateway.Answer get(String tenant, String path) throws Exception {
    return STAGE.send(tenant, "GET", path, "");
  }
}
