package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
      })
  void namesAreFoundHoweverTheyAreWritten(String field, String value, String name)
      throws Exception {
    assertThat(new FormField(field).refersTo(value.replace('\'', '"').replace("\\t", "\t"), false))
        .isEqualTo(name == null ? List.of() : List.of(name));
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
  void aFileNamesNothing() {
    assertThat(new FormField("model").mayName()).isTrue();
    assertThat(new FormField("model[]").mayName()).isTrue();
    assertThat(new FormField("model[]").isModel()).isFalse();
    assertThat(new FormField("model[]").posesAsModel()).isTrue();
    assertThat(new FormField("Model").posesAsModel()).isTrue();
    assertThat(new FormField("a[model]").posesAsModel()).isFalse();
    assertThat(new FormField("a[file_id]").mayName()).isTrue();
    assertThat(new FormField("image[]").mayName()).isFalse();
  }
}
