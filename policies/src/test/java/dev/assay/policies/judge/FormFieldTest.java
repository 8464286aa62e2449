package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a field of a form names. */
class FormFieldTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input_file_id | file-1              | file-1",
        "file_ids[]    | file-1              | file-1",
        "file_ids[0]   | file-1              | file-1",
        "video[id]     | video_1             | video_1",
        "a[b][c_id][]  | vs_1                | vs_1",
        "input_file_id | ' file-1\t'         | file-1",
        "voice         | {'id': 'audio_1'}   | audio_1",
        "any           | [{'file_id':'file-1'}] | file-1",
        "any           | {'file_id':'file-1', | file-1",
        "file_ids      | ['file-1']          | file-1",
        "file_ids      | [['file-1']]        | file-1",
        "any           | {'a':'x',,'file_id':'file-1'} | file-1",
        "any           | {file_id:file-1} | file-1",
        "voice         | voice_1             | voice_1",
        "consent       | cons_1              | cons_1",
        "voice         | alloy               | ",
        "prompt        | file-1              | ",
        "prompt        | [Verse] la          | ",
        "model         | small               | ",
        "user_id       | somebody            | ",
        "file_ids      | 'file-1,file-1'     | file-1",
        "file_ids      | 'file-1 file-1'     | file-1",
        "file_id       | file-1;             | file-1",
        "file_id       | 'file-1\n'          | file-1",
        "input_reference.id | file-1         | file-1",
        "fileId        | file-1              | file-1",
        "file-id       | file-1              | file-1",
        "FILE_IDS[0]   | file-1              | file-1",
        "file_ids.0    | file-1              | file-1",
        "fil%65_id     | file-1              | file-1",
        "trainingFile  | file-1              | file-1",
      })
  void namesAreFoundHoweverTheyAreWritten(String field, String value, String name)
      throws Exception {
    assertThat(new FormField(field).refersTo(value.replace('\'', '"').replace("\\t", "\t"), false))
        .isEqualTo(name == null ? List.of() : List.of(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"file-1\"",
        "\"file\\u002d1\"",
        "[\"file\\u002d1\"]",
        "\ufefffile-1",
        "\ufeff\"file-1\"",
        "\ufeff{\"file_id\":\"file-1\"}",
      })
  void namesAreFoundInScalarsAndBehindAMark(String value) throws Exception {
    assertThat(new FormField("file_id").refersTo(value, false)).containsExactly("file-1");
    if (value.charAt(0) != '\ufeff') {
      assertThat(new FormField("file_id").refersTo(value, true)).containsExactly("file-1");
    }
  }

  @Test
  void aMarkHidesNoJsonInAFieldOfAnyName() throws Exception {
    assertThat(new FormField("any").refersTo("\ufeff{\"file_id\":\"file-1\"}", false))
        .containsExactly("file-1");
  }

  @Test
  void whatAModelReadsIsText() throws Exception {
    assertThat(new FormField("prompt").refersTo("\"Hi\" to C:\\u", false)).isEmpty();
  }

  @Test
  void whatSaysItIsJsonIs() {
    assertThatThrownBy(() -> new FormField("a").refersTo("{'a':1}", true))
        .isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> new FormField("a").refersTo("{} {}", true))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void whatOnlyALaxReaderWouldReadMayNotHideANameInEscapes() {
    String lax = "{'id':'\\u0066ile-1',}".replace('\'', '"');
    assertThatThrownBy(() -> new FormField("a").refersTo(lax, false)).isInstanceOf(Malformed.class);
  }

  @Test
  void itsNameIsJudgedWholeAndInParts() {
    assertThat(new FormField("lora_path").judged()).containsExactly("lora_path");
    assertThat(new FormField("extra_body[adapter_id]").judged())
        .contains("extra_body", "adapter_id");
    assertThat(new FormField("[Extra_Body].x").judged()).contains("extra_body");
  }

  @Test
  void aFileNamesNothing() {
    assertThat(new FormField("model").mayName()).isTrue();
    assertThat(new FormField("model[]").mayName()).isTrue();
    assertThat(new FormField("model[]").isModel()).isFalse();
    assertThat(new FormField("model[]").posesAsModel()).isTrue();
    assertThat(new FormField("Model").posesAsModel()).isTrue();
    assertThat(new FormField("model[0]").posesAsModel()).isTrue();
    assertThat(new FormField("model[a]").posesAsModel()).isTrue();
    assertThat(new FormField("[model]").posesAsModel()).isTrue();
    assertThat(new FormField("[][MODEL].x").posesAsModel()).isTrue();
    assertThat(new FormField(".model").posesAsModel()).isTrue();
    assertThat(new FormField("mod%65l").posesAsModel()).isTrue();
    assertThat(new FormField("a[model]").posesAsModel()).isFalse();
    assertThat(new FormField("models").posesAsModel()).isFalse();
    assertThat(new FormField("a[file_id]").mayName()).isTrue();
    assertThat(new FormField("image[]").mayName()).isFalse();
  }
}
