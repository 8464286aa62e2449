package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.policies.tenant.Surface;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes to an account that nobody shares, and what even there does not. */
class OwnAccountTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FILES            | GET    | /files/file-1              | FILES",
        "FILES            | PUT    | /files/file-1              | EVERYTHING_ELSE",
        "STORED_RESPONSES | GET    | /responses/resp_1          | STORED_RESPONSES",
        "STORED_RESPONSES | POST   | /responses/compact         | EVERYTHING_ELSE",
        "STORED_RESPONSES | POST   | /responses/resp_1/cancel   | STORED_RESPONSES",
        "REALTIME         | POST   | /realtime/client_secrets   | EVERYTHING_ELSE",
        "REALTIME         | POST   | /realtime/calls/c_1/accept | REALTIME",
        "EVERYTHING_ELSE  | DELETE | /models/ft:a:b::c          | EVERYTHING_ELSE",
        "EVERYTHING_ELSE  | POST   | /organization/projects     | EVERYTHING_ELSE",
        "THREADS          | POST   | /threads/thread_1/messages | THREADS",
        "UPLOADS          | POST   | /uploads/upload_1/complete | UPLOADS",
      })
  void whatASurfaceDoesNotLetThroughWhereItIsSharedIsPartOfEverythingElse(
      Surface surface, String method, String path, Surface read) throws Exception {
    OpaqueBody body = parse(surface, method, path, "{}");
    assertThat(body.surface()).isEqualTo(read);
    assertThat(body.refersTo()).isEmpty();
  }

  @Test
  void namesAreNotCheckedAndAModelIs() throws Exception {
    OpaqueBody body =
        parse(
            Surface.BATCHES,
            "POST",
            "/batches",
            "{\"model\":\"small\",\"input_file_id\":\"file-1\",\"stream\":true}");
    assertThat(body.model()).isEqualTo("small");
    assertThat(body.refersTo()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRACE /x",
        "HEAD /x",
        "POST /v1/chat/completions",
        "GET /..",
        "GET /%2e%2e/x",
        "GET /a/%2F/b",
        "GET //x",
        "GET /",
        "POST /CHAT/completions",
        "PATCH /embeddings",
        "POST /V2/x",
        "POST /engines/small/completions",
        "POST /engines/small/search",
        "POST /deployments/small/chat/completions",
        "PUT /openai/Deployments/small/other",
        "POST /complete",
        "POST /models/gemini:generateContent",
        "POST /api/chat",
        "POST /api/generate",
        "POST /api/v1/other",
        "POST /x/messages",
        "POST /model/small/invoke",
      })
  void aPathThatSomebodyMayReadOtherwiseIsRefusedThereToo(String line) {
    String[] parts = line.split(" ", 2);
    assertThatThrownBy(() -> parse(Surface.EVERYTHING_ELSE, parts[0], parts[1], ""))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void itsNameIsNoPath() {
    assertThat(Surface.of("everything_else")).isEmpty();
    assertThat(Surface.of("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/images/generations | {'n':3,'size':'1024x1024'} | 3 | 1024x1024",
        "/images/generations | {'prompt':'p'}             | 1 | ''",
        "/images/generations | {'n':null}                 | 1 | ''",
      })
  void whatIsToBeDrawnIsKnown(String path, String json, int count, String size) throws Exception {
    assertThat(parse(Surface.IMAGES, "POST", path, json.replace('\'', '"')).images())
        .contains(new OpaqueBody.Images(count, size));
    assertThat(parse(Surface.AUDIO, "POST", "/audio/speech", "{\"n\":0}").images()).isEmpty();
  }

  private static OpaqueBody parse(Surface surface, String method, String path, String json)
      throws Malformed {
    return OpaqueParser.parse(
        surface,
        Account.OWN,
        method,
        path,
        Optional.empty(),
        Optional.of("application/json"),
        json.getBytes(StandardCharsets.UTF_8),
        false);
  }
}
