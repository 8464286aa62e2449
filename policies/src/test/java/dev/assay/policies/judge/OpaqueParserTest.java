package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.policies.tenant.Surface;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request that passes through declares of itself, and what it may not smuggle. */
class OpaqueParserTest {
  @ParameterizedTest
  @CsvSource({
    "/files, ",
    "/files/file-abc, file-abc",
    "/files/file-abc/content, file-abc",
    "/vector_stores/vs_1/files/file-2, vs_1",
    "/fine_tuning/jobs/ftjob-1/events, ftjob-1",
    "/fine_tuning/jobs, ",
    "/audio/speech, ",
    "/vector_stores/string, string",
  })
  void aPathNamesAtMostOneThingThatHasToBeTheTenants(String path, String name) throws Exception {
    OpaqueBody body = Passing.parse("GET", path, "");
    assertThat(body.refersTo()).isEqualTo(Optional.ofNullable(name).stream().toList());
    assertThat(body.lists()).isEqualTo(name == null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/files/../models",
        "/files/..",
        "/files/.",
        "/files//x",
        "/files/",
        "/files/%2e%2e",
        "/files/a%2Fb",
        "/files/a\\b",
        "/files/ü",
        "/files/a?b",
        "/files/1/2/3/4/5/6/7/8",
      })
  void aPathThatSomebodyMayReadOtherwiseIsRefused(String path) {
    assertThatThrownBy(() -> Passing.parse("GET", path, ""))
        .isInstanceOfSatisfying(
            Malformed.class, refused -> assertThat(refused.field()).isEqualTo("path"));
  }

  @Test
  void namesInAJsonBodyAreFoundWhereverTheyStand() throws Exception {
    OpaqueBody body =
        Passing.parse(
            "POST",
            "/batches",
            "{\"input_file_id\":\"file-1\",\"model\":\"small\",\"file_ids\":[[\"file-2\"],7],"
                + "\"a\":{\"b\":[{\"training_file\":\"file-3\"}]},"
                + "\"text\":\"file-4\",\"user_id\":\"someone\",\"thread_id\":\"thread_5\"}");
    assertThat(body.refersTo()).containsExactly("file-1", "file-2", "file-3", "thread_5");
    assertThat(body.model()).isEqualTo("small");
    assertThat(body.makes()).isTrue();
    assertThat(body.fields()).contains("input_file_id", "thread_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{", "{\"a\":1,\"a\":2}", "{} {}", "{\"a\":\"\\ud800\"}"})
  void aBodyThatSaysItIsJsonIs(String json) {
    assertThatThrownBy(() -> Passing.parse("POST", "/batches", json)).isInstanceOf(Malformed.class);
  }

  @Test
  void otherMethodsAndUnprintableQueriesDoNotPass() {
    assertThatThrownBy(() -> Passing.parse("PATCH", "/files", "")).isInstanceOf(Malformed.class);
    assertThatThrownBy(() ->
            OpaqueParser.parse(
                Surface.FILES,
                Account.SHARED,
                "GET",
                "/files",
                Optional.of("a=\u0001"),
                Optional.empty(),
                new byte[0],
                false))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void namesAreBoundedInNumber() {
    String ids = "\"file-1\"" + ",\"file-%d\"".repeat(100);
    Object[] numbers = java.util.stream.IntStream.range(10, 110).boxed().toArray();
    assertThatThrownBy(() ->
            Passing.parse("POST", "/batches", "{\"file_ids\":[" + ids.formatted(numbers) + "]}"))
        .isInstanceOfSatisfying(
            Malformed.class, refused -> assertThat(refused.getMessage()).contains("100"));
  }

  @Test
  void aModelCallNamesWhatItGoesOnFromAndTheFilesInIt() throws Exception {
    String raw =
        "{\"model\":\"m\",\"previous_response_id\":\"resp_1\",\"conversation\":{\"id\":\"conv_2\"},"
            + "\"tools\":[{\"type\":\"file_search\",\"vector_store_ids\":[\"vs_3\"]}],"
            + "\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_4\"},{\"id\":\"msg_5\"},"
            + "{\"type\":\"message\",\"role\":\"assistant\",\"id\":\"msg_6\",\"content\":[]},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_id\":\"file-7\"}]}]}";
    assertThat(
            BodyParser.parse(Endpoint.RESPONSES, raw.getBytes(StandardCharsets.UTF_8)).refersTo())
        .isEqualTo(List.of("resp_1", "conv_2", "vs_3", "msg_4", "msg_5", "file-7"));
  }

  @Test
  void onlyWhatIsNamedIsDeletedOrDownloaded() throws Exception {
    assertThatThrownBy(() -> Passing.parse("DELETE", "/files", ""))
        .isInstanceOfSatisfying(
            Malformed.class, refused -> assertThat(refused.field()).isEqualTo("path"));
    assertThatThrownBy(() -> Passing.parse("DELETE", "/files/content", ""))
        .isInstanceOf(Malformed.class);
    Passing.parse("DELETE", "/files/file-1", "");
    assertThat(Passing.parse("GET", "/files/content", "").downloads()).isFalse();
    assertThat(Passing.parse("GET", "/files/file-1/content", "").downloads()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | false",
        "application/json ;charset=utf-8 | false",
        "text/json | false",
        "text/plain | false",
        "application/x+json | false",
        "Multipart/Form-Data ; boundary=x | true",
        "audio/mpeg | true",
      })
  void whatItIsCalledHidesNoJson(String contentType, boolean streams) {
    assertThat(OpaqueParser.streamsBy(contentType)).isEqualTo(streams);
  }

  @Test
  void aBodyThatWasReadIsSentAsWhatItWasReadAs() throws Exception {
    assertThat(Passing.of(Surface.FILES, "POST", "/files", "text/plain", "{}", false).contentType())
        .contains("application/json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STORED_RESPONSES | /responses/compact         | {}                              | false",
        "STORED_RESPONSES | /responses/input_tokens    | {}                              | false",
        "STORED_CHATS     | /chat/other                | {}                              | true",
        "STORED_RESPONSES | /responses/resp_1/cancel   | {}                              | true",
        "VECTOR_STORES    | /vector_stores             | {'stream':true}                 | false",
        "EVALS            | /evals                     | {'data':{'type':'logs'}}        | false",
        "EVALS            | /evals                     | {'data':{'type':'custom'}}      | true",
      })
  void whatWouldBeAModelCallOrReadOtherTenantsDoesNotPass(
      Surface surface, String path, String json, boolean passes) throws Exception {
    String body = json.replace('\'', '"');
    if (passes) {
      Passing.of(surface, "POST", path, "application/json", body, false);
    } else {
      assertThatThrownBy(() -> Passing.of(surface, "POST", path, "application/json", body, false))
          .isInstanceOf(Malformed.class);
    }
  }

  @Test
  void aFormPassesWhereItNamesNothingThatIsKept() throws Exception {
    Passing.of(Surface.FILES, "POST", "/files", "multipart/form-data", "", true);
    assertThatThrownBy(() ->
            Passing.of(
                Surface.CONTAINERS,
                "POST",
                "/containers/cntr_1/files",
                "multipart/form-data",
                "",
                true))
        .isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"audio/wav", "application/octet-stream"})
  void bytesThatMayBeJsonWithAModelDoNotPassWhereModelsAreNamed(String type) throws Exception {
    Passing.of(Surface.FILES, "POST", "/files", type, "", true);
    assertThatThrownBy(() -> Passing.of(Surface.AUDIO, "POST", "/audio/speech", type, "", true))
        .isInstanceOfSatisfying(
            Malformed.class, refused -> assertThat(refused.field()).isEqualTo("content-type"));
    assertThatThrownBy(
            () -> Passing.of(Surface.IMAGES, "POST", "/images/generations", type, "", true))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void aRemixMakesAVideo() throws Exception {
    String path = "/videos/video_1/remix";
    OpaqueBody body = Passing.of(Surface.VIDEOS, "POST", path, "application/json", "{}", false);
    assertThat(body.makes()).isTrue();
    assertThat(body.refersTo()).containsExactly("video_1");
  }

  @Test
  void partsOfWhatIsKeptAreNamesTooWhereTheyAreNotRepeated() throws Exception {
    String items = "{\"items\":[{\"type\":\"item_reference\",\"id\":\"msg_other\"}]}";
    assertThat(Passing.parse("POST", "/conversations", items).refersTo())
        .containsExactly("msg_other");
  }

  @Test
  void aModelCallIsWaitedForAndARoleHidesNoReference() throws Exception {
    String hidden =
        "{\"model\":\"m\",\"input\":[{\"type\":\"item_reference\",\"role\":\"user\",\"id\":\"msg_1\"}]}";
    assertThat(
            BodyParser.parse(Endpoint.RESPONSES, hidden.getBytes(StandardCharsets.UTF_8))
                .refersTo())
        .containsExactly("msg_1");
    byte[] later =
        "{\"model\":\"m\",\"input\":\"q\",\"background\":true}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> BodyParser.parse(Endpoint.RESPONSES, later))
        .isInstanceOfSatisfying(
            Malformed.class, refused -> assertThat(refused.field()).isEqualTo("background"));
  }
}
