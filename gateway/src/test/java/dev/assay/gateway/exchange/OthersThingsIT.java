package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one tenant's keys made is nobody else's, however it came to be and is named. */
class OthersThingsIT {
  private static final String SURFACES =
      "surfaces: {files: free, batches: free, threads: free, containers: free, evals: free,"
          + " audio: {micro_usd: 6000}}";
  private static final String MULTIPART = "multipart/form-data; boundary=b";
  private static final String FILE =
      "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nf\r\n";

  @RegisterExtension
  static final Stage STAGE =
      Stage.ofOneProvider(stage ->
              Yaml.of(stage.dir(), stage.upstream().port(), "    pass_through: true\n", "")
                  .replace(
                      "small: [up/real-small]",
                      "small: [up/real-small]\n  judge: [up/judge]\n  secret: [up/secret]"))
          .tenant("acme", text -> text.replace("surfaces: {}", SURFACES), "small", "judge")
          .tenant("globex", text -> text.replace("surfaces: {}", SURFACES), "small")
          .tenant(
              "before",
              text ->
                  text.replace("surfaces: {}", SURFACES)
                      .replace("unowned_objects: false", "unowned_objects: true"),
              "small");

  private int asked;

  @BeforeEach
  void answers() {
    answers("{\"id\":\"x\"}");
    asked = STAGE.upstream().asked().size();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"image_generation_call\",\"id\":\"ig_%s\"}",
        "{\"type\":\"reasoning\",\"id\":\"ig_%s\",\"summary\":[]}",
        "{\"type\":\"mcp_approval_response\",\"approval_request_id\":\"ig_%s\",\"approve\":true}",
      })
  void anItemIsItsTenantsOrNobodys(String item) throws Exception {
    answers(
        "{\"id\":\"resp_items\",\"object\":\"response\",\"output\":[{\"id\":\"ig_acme\",\"type\":\"x\"}]}");
    assertThat(responds("acme", "\"draw\"")).isEqualTo(200);
    answers("{\"id\":\"resp_" + System.nanoTime() + "\",\"object\":\"response\",\"output\":[]}");
    String theirs = "[{\"role\":\"user\",\"content\":\"q\"}," + item.formatted("acme") + "]";
    assertThat(responds("globex", theirs)).isEqualTo(404);
    assertThat(responds("acme", theirs)).isEqualTo(200);
    answers("{\"id\":\"resp_" + System.nanoTime() + "\",\"object\":\"response\",\"output\":[]}");
    assertThat(responds("globex", theirs.replace("ig_acme", "ig_old"))).isEqualTo(200);
  }

  @Test
  void aThreadOfARunIsItsMakers() throws Exception {
    answers("{\"id\":\"run_1\",\"object\":\"thread.run\",\"thread_id\":\"thread_1\"}");
    assertThat(STAGE.send("acme", "POST", "/v1/threads/runs", "{}").status()).isEqualTo(200);
    String messages = "/v1/threads/thread_1/messages";
    assertThat(STAGE.send("acme", "GET", messages, "").status()).isEqualTo(200);
    assertThat(STAGE.send("before", "GET", messages, "").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereAnAnswersCodeRanIsItsMakersEvenIfTheAnswerIsNotKept(boolean streams) throws Exception {
    String container = "cntr_" + streams;
    String item = "{\"type\":\"code_interpreter_call\",\"container_id\":\"" + container + "\"}";
    String whole =
        "{\"id\":\"resp_c\",\"object\":\"response\",\"store\":false,\"output\":[" + item + "]}";
    STAGE
        .upstream()
        .plays((ask, line) -> {
          if (streams) {
            line.streamHead();
            line.chunk("data: {\"type\":\"response.output_item.added\",\"item\":" + item + "}\n\n");
            line.chunk("data: {\"type\":\"response.completed\",\"response\":" + whole + "}\n\n");
            line.end();
          } else {
            line.json(200, whole);
          }
        });
    String body =
        "{\"model\":\"small\",\"store\":false,\"input\":\"x\",\"stream\":" + streams + "}";
    assertThat(STAGE.send("acme", "POST", "/v1/responses", body).status()).isEqualTo(200);
    answers("{\"object\":\"list\",\"data\":[]}");
    String files = "/v1/containers/" + container + "/files";
    assertThat(STAGE.send("before", "GET", files, "").status()).isEqualTo(404);
    assertThat(STAGE.send("acme", "GET", files, "").status()).isEqualTo(200);
  }

  @Test
  void whatNobodyClaimedIsFromBeforeOnlyIfItIsOlder() throws Exception {
    String young = "{\"id\":\"file-young\",\"created_at\":" + Instant.now().getEpochSecond() + "}";
    String old = "{\"id\":\"file-aged\",\"created_at\":1500000000}";
    assertThat(STAGE.send("before", "GET", "/v1/files/file-aged/content", "").status())
        .as("nobody knows yet how old it is")
        .isEqualTo(404);
    assertThat(STAGE.upstream().asked()).hasSize(asked);
    answers("{\"object\":\"list\",\"data\":[" + young + "," + old + "]}");
    assertThat(
            STAGE
                .send("before", "GET", "/v1/files", "")
                .json(200)
                .path("data")
                .findValuesAsText("id"))
        .containsExactly("file-aged");
    assertThat(STAGE.send("before", "GET", "/v1/files/file-aged/content", "").status())
        .isEqualTo(200);
    assertThat(STAGE.send("before", "GET", "/v1/files/file-young/content", "").status())
        .isEqualTo(404);
    answers(young);
    RunningGateway.Answer hidden = STAGE.send("before", "GET", "/v1/files/file-young", "");
    assertThat(hidden.status()).isEqualTo(404);
    assertThat(hidden.text()).doesNotContain("created_at");
    answers(old);
    assertThat(STAGE.send("before", "GET", "/v1/files/file-aged", "").text()).isEqualTo(old);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lora_path", "adapter_name", "extra_body", "extra_body[x]", "[lora]"})
  void aFormChoosesNoAdapterAsNoJsonDoes(String field) throws Exception {
    String part = "--b\r\ncontent-disposition: form-data; name=\"" + field + "\"";
    for (String form :
        new String[] {
          part + "\r\n\r\nv\r\n" + FILE, FILE + part + "; filename=\"a\"\r\n\r\nv\r\n"
        }) {
      RunningGateway.Answer answer = speaks(form + "--b--\r\n");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("adapter_not_released");
    }
    assertThat(STAGE.upstream().asked()).hasSize(asked);
  }

  @Test
  void aFormThatEndsTooSoonCostsNothing() throws Exception {
    RunningGateway.Answer answer = speaks(FILE);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(
            STAGE
                .gateway()
                .exchange(answer.header("x-assay-exchange-id"))
                .at("/record/usage/costNanoUsd")
                .asLong())
        .isZero();
  }

  @Test
  void aModelWithinABodyIsJudged() throws Exception {
    String eval = "{\"testing_criteria\":[{\"type\":\"score_model\",\"model\":\"%s\"}]}";
    assertThat(STAGE.send("acme", "POST", "/v1/evals", eval.formatted("judge")).status())
        .isEqualTo(200);
    asked = STAGE.upstream().asked().size();
    assertThat(STAGE.send("globex", "POST", "/v1/evals", eval.formatted("judge")).code())
        .isEqualTo("model_not_found");
    assertThat(STAGE.send("acme", "POST", "/v1/evals", eval.formatted("small")).code())
        .isEqualTo("not_served_by_provider");
    assertThat(STAGE.upstream().asked()).hasSize(asked);
  }

  @Test
  void aListUnderAnotherNameIsAListAndAllIsNotDeletedAtOnce() throws Exception {
    answers("{\"object\":\"list\",\"data\":[{\"id\":\"file-of-somebody\"}]}");
    assertThat(STAGE.send("acme", "GET", "/v1/files/content", "").json(200).path("data")).isEmpty();
    assertThat(STAGE.send("acme", "DELETE", "/v1/files", "").status()).isEqualTo(400);
  }

  private static int responds(String tenant, String input) throws Exception {
    return STAGE
        .send(tenant, "POST", "/v1/responses", "{\"model\":\"small\",\"input\":" + input + "}")
        .status();
  }

  private static RunningGateway.Answer speaks(String form) throws Exception {
    return STAGE.send("acme", "POST", "/v1/audio/transcriptions", form, "content-type", MULTIPART);
  }

  private static void answers(String json) {
    STAGE.upstream().plays((ask, line) -> line.json(200, json));
  }
}
