package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a form says is looked at on its way, and nothing that may not pass ever becomes whole. */
class FormsIT {
  private static final String FILE =
      part("name=\"file\"; filename=\"a.wav\"", "RIFF".repeat(5_000));
  private static final String END = "--frontier--\r\n";

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key acme;
  private static RunningGateway.Key globex;
  private int asked;
  private int abandoned;
  private int connected;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway =
        RunningGateway.with(
            dir,
            Yaml.places(dir)
                + "providers:\n"
                + Yaml.provider("up", upstream.port(), "    pass_through: true\n")
                + Yaml.provider("other", upstream.port(), "")
                + "aliases:\n  small: [up/real-small]\n  huge: [up/real-huge]\n  far: [other/x]\n");
    for (String tenant : new String[] {"acme", "globex"}) {
      gateway.tenant(
          tenant,
          text ->
              text.replace("surfaces: {}", "surfaces: {files: free, audio: free, videos: free}"),
          "small",
          "far");
    }
    acme = gateway.key("acme");
    globex = gateway.key("globex");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @BeforeEach
  void answers() {
    upstream.plays((ask, line) -> line.json(200, "{\"text\":\"said\"}"));
    asked = upstream.asked().size();
    abandoned = upstream.abandoned();
    connected = upstream.connected();
  }

  @Test
  void aModelBeforeTheFileIsMappedAndTheLengthStaysKnown() throws Exception {
    assertThat(speech(field("model", "small") + FILE + END).status()).isEqualTo(200);
    String sent = field("model", "real-small") + FILE + END;
    assertThat(upstream.lastAsked().text()).isEqualTo(sent);
    assertThat(upstream.lastAsked().headers().get("content-length"))
        .isEqualTo(Integer.toString(sent.length()));
  }

  @Test
  void aModelAfterTheFileIsMappedInTheStream() throws Exception {
    String after = field("response_format", "json");
    assertThat(speech(FILE + field("model", "small") + after + END).status()).isEqualTo(200);
    assertThat(upstream.lastAsked().text())
        .isEqualTo(FILE + field("model", "real-small") + after + END);
    assertThat(upstream.lastAsked().headers()).containsEntry("transfer-encoding", "chunked");
    assertThat(upstream.lastAsked().headers()).doesNotContainKey("content-length");
  }

  @Test
  void aProviderThatWantsTheLengthIsToldOf() throws Exception {
    upstream.plays((ask, line) -> line.json(411, "{}"));
    RunningGateway.Answer answer = speech(FILE + field("model", "small") + END);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().path("message").asText()).contains("'model' before the files");
  }

  @Test
  void aFormThatNamesNoModelKeepsItsLength() throws Exception {
    String form = field("purpose", "vision") + FILE + END;
    assertThat(post(acme, "/v1/files", form).status()).isEqualTo(200);
    assertThat(upstream.lastAsked().text()).isEqualTo(form);
    assertThat(upstream.lastAsked().headers().get("content-length"))
        .isEqualTo(Integer.toString(form.length()));
  }

  @ParameterizedTest
  @CsvSource({"huge, model_not_found", "far, not_served_by_provider", "'', invalid_body"})
  void aModelThatTheTenantMayNotAskForBreaksTheUploadOff(String model, String code)
      throws Exception {
    RunningGateway.Answer answer = speech(FILE + field("model", model) + END);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.error().path("message").asText()).isNotBlank();
    brokenOff();
    assertThat(speech(field("model", model) + FILE + END).code()).isEqualTo(code);
    neverWhole();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"input_file_id", "file_ids[]", "video[id]", "video", "voice", "a[b][file_id]"})
  void whatAnotherTenantMadeIsNotThere(String field) throws Exception {
    upstream.plays((ask, line) -> line.json(200, "{\"id\":\"file-of-acme\"}"));
    assertThat(post(acme, "/v1/files", FILE + END).status()).isEqualTo(200);
    answers();
    String value = field.matches("video|voice") ? " {\"id\": \"file-of-acme\"}" : "file-of-acme";
    String form = FILE + field(field, value) + END;
    RunningGateway.Answer answer = post(globex, "/v1/videos/edits", form);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("not_found");
    brokenOff();
    assertThat(post(acme, "/v1/audio/transcriptions", form).status()).isEqualTo(200);
    assertThat(upstream.lastAsked().text()).isEqualTo(form);
  }

  @Test
  void oneModelIsNamedOnceAndAsText() throws Exception {
    String model = field("model", "small");
    assertThat(speech(model + model + END).status()).isEqualTo(400);
    assertThat(speech(model + FILE + model + END).status()).isEqualTo(400);
    String posing = part("name=\"model\"; filename=\"m\"", "real-huge");
    assertThat(speech(model + posing + END).status()).isEqualTo(400);
    neverWhole();
  }

  @Test
  void aFormWithoutItsEndAndAnUnreadableOneAreRefused() throws Exception {
    RunningGateway.Answer cut = speech(FILE + field("model", "small"));
    assertThat(cut.status()).isEqualTo(400);
    assertThat(cut.error().path("message").asText()).contains("ends before its last delimiter");
    RunningGateway.Answer odd =
        RunningGateway.send(
            "POST",
            gateway.data("/v1/audio/transcriptions"),
            acme.secret(),
            FILE + END,
            "content-type",
            "multipart/form-data; boundary=a; boundary=frontier");
    assertThat(odd.status()).isEqualTo(400);
    neverWhole();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/audio/translations, multipart/form-data; boundary=frontier",
    "/v1/files, application/octet-stream",
  })
  void anUploadWhoseClientGoesNeverBecomesWhole(String path, String type) throws Exception {
    String chunk = Integer.toHexString(FILE.length()) + "\r\n" + FILE + "\r\n";
    try (RawClient client =
        RawClient.send(
            gateway.data("/"),
            "POST "
                + path
                + " HTTP/1.1\r\nhost: g\r\ncontent-type: "
                + type
                + "\r\ntransfer-encoding: chunked\r\nauthorization: Bearer "
                + acme.secret()
                + "\r\n\r\n"
                + chunk)) {
      Eventually.holds("the upload has begun", () -> upstream.connected() > connected);
    }
    brokenOff();
    gateway.newest("acme", "CANCELLED");
  }

  /** The provider saw a request begin that never ended. */
  private void brokenOff() throws Exception {
    Eventually.holds("the upload is taken back", () -> upstream.abandoned() > abandoned);
    neverWhole();
  }

  private void neverWhole() {
    assertThat(upstream.asked()).hasSize(asked);
  }

  private static RunningGateway.Answer speech(String form) throws Exception {
    return post(acme, "/v1/audio/transcriptions", form);
  }

  private static RunningGateway.Answer post(RunningGateway.Key key, String path, String form)
      throws Exception {
    return RunningGateway.send(
        "POST",
        gateway.data(path),
        key.secret(),
        form,
        "content-type",
        "multipart/form-data; boundary=frontier");
  }

  private static String field(String name, String value) {
    return part("name=\"" + name + "\"", value);
  }

  private static String part(String said, String content) {
    return "--frontier\r\nContent-Disposition: form-data; " + said + "\r\n\r\n" + content + "\r\n";
  }
}
