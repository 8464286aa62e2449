package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a body is looked up for whose it is. */
class ReferencesTest {
  @Test
  void whatAModelCallRepeatsMayBeNobodysAndNotSomebodyElses() throws Exception {
    String raw =
        "{\"model\":\"m\",\"input\":[{\"type\":\"image_generation_call\",\"id\":\"ig_1\"},"
            + "{\"type\":\"reasoning\",\"id\":\"rs_2\",\"summary\":[]},"
            + "{\"type\":\"message\",\"role\":\"assistant\",\"id\":\"msg_3\",\"content\":[]},"
            + "{\"type\":\"mcp_approval_response\",\"approval_request_id\":\"mcpr_4\"},"
            + "{\"type\":\"item_reference\",\"id\":\"msg_5\"},"
            + "{\"type\":\"reasoning\",\"id\":null}]}";
    ParsedBody body = BodyParser.parse(Endpoint.RESPONSES, raw.getBytes(StandardCharsets.UTF_8));
    assertThat(body.refersTo()).containsExactly("msg_5");
    assertThat(body.repeats()).containsExactly("ig_1", "rs_2", "msg_3", "mcpr_4");
  }

  @Test
  void namesOfNoKnownKindAreLookedUpToo() throws Exception {
    OpaqueBody body =
        Passing.parse("POST", "/conversations", "{\"items\":[{\"type\":\"t\",\"id\":\"ig_1\"}]}");
    assertThat(body.repeats()).contains("ig_1");
    assertThat(body.refersTo()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'file_ids':'file-1,file-1'",
        "'file_ids':'file-1 file-1'",
        "'file_id':'file-1;'",
        "'file_id':' file-1'",
        "'file_id':'file-1\\n'",
        "'file_id':'\ufefffile-1'",
        "'fileId':'file-1'",
        "'file-id':'file-1'",
        "'input_reference.id':'file-1'",
      })
  void namesAreFoundHoweverTheyAreWritten(String field) throws Exception {
    assertThat(Passing.parse("POST", "/batches", "{" + field.replace('\'', '"') + "}").refersTo())
        .containsExactly("file-1");
  }
}
