package dev.assay.gateway.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two readers might read in two ways goes no further. */
class FormReaderTest {
  @Test
  void textIsFoundBeforeAndAfterFilesAndEveryByteGoesOn() throws Exception {
    String form =
        Forms.field("purpose", "vision")
            + Forms.file("file", "\r\n--front\r\n-\0\u00ff")
            + Forms.field("model", "small")
            + Forms.field("empty", "")
            + Forms.end();
    Forms.Read read = Forms.read(form);
    assertThat(read.found()).containsExactly("purpose=vision", "file:", "model=small", "empty=");
    assertThat(read.text()).isEqualTo(form);
  }

  @Test
  void aValueThatIsRenamedTakesThePlaceOfTheOtherAlone() throws Exception {
    String form = Forms.file("file", "small") + Forms.field("model", "small") + Forms.end();
    byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Forms.read(bytes, List.of(), value -> "much-larger").text())
        .isEqualTo(Forms.file("file", "small") + Forms.field("model", "much-larger") + Forms.end());
  }

  @Test
  void anEmptyFormIsAForm() throws Exception {
    assertThat(Forms.read(Forms.end()).found()).isEmpty();
    assertThat(Forms.read("--frontier--").found()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "form-data; name=\"a\"; filename*=UTF-8''x",
        "form-data; name=\"a\"; filename=\"x\"; filename*=UTF-8''x",
        "form-data; name*=UTF-8''model",
        "form-data; name=\"a\"; name=\"model\"",
        "form-data; name=a",
        "form-data; name=\"a\\\"; name=\\\"model\"",
        "form-data; name=\"a\"; filename=\"x\\\"; name=\\\"model\"",
        "form-data; filename=\"x\"",
        "form-data; name=\"a\"; filename=\"\"",
        "form-data; name=\"\"",
        "form-data; name=\"_charset_\"",
        "form-data; name=\"m\u00f6del\"",
        "attachment; name=\"a\"",
        "form-data",
        "form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"model\"",
        "form-data; name=\"a\"\r\n\tfilename=\"x\"",
        "form-data; name=\"a\"\nX: y",
        "form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64",
        "form-data; name=\"a\"\r\nContent-Transfer-Encoding: binary\r\nContent-Transfer-Encoding: x",
        "form-data; name=\"a\"\r\nContent-Length: 2",
        "form-data; name=\"a\"\r\nContent-Length: 0",
        "form-data; name=\"a\"\r\nContent-Length: +1",
        "form-data; name=\"a\"\r\nContent-Length: 1\r\nContent-Length: 1",
        "form-data; name=\"a\"; filename=\"x\"\r\nContent-Length: 0",
        "form-data; name=\"a\"; filename=\"x\"\r\nCONTENT-LENGTH: 9",
        "form-data; name=\"a\"\r\nContent-Type: multipart/mixed; boundary=y",
        "form-data; name=\"a\"\r\nContent-Type: text/plain; charset=utf-16",
        "form-data; name=\"a\"\r\nContent-Type: text/plain\r\nContent-Type: text/html",
        "form-data; name=\"a\"\r\nno header",
        "form-data; name=\"a\"\r\n--frontier: x",
      })
  void aPartThatSaysItselfInTwoWaysIsRefused(String disposition) {
    refused(Forms.part("Content-Disposition: " + disposition, "v") + Forms.end());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "form-data; name=\"a[]\"; filename=\"C:\\x.bin\"",
        "form-data; name=\"a\"; filename=\"\u00fc.bin\"\r\nContent-Type: audio/wav",
        "form-data; name=\"a\"\r\nContent-Type: text/plain; charset=UTF-8",
        "form-data; name=\"a\"\r\nContent-Length: 1",
        "form-data; name=\"a\"; filename=\"x\"\r\ncontent-length: 1",
        "FORM-DATA; NAME=\"a\"\r\ncontent-transfer-encoding: 8BIT",
        // "Ångström.wav" in UTF-8, read byte by byte: its first letter holds 0x85.
        "form-data; name=\"a\"; filename=\"\u00c3\u0085ngstr\u00c3\u00b6m.wav\"",
      })
  void whatClientsReallySendPasses(String disposition) throws Exception {
    String form = Forms.part("Content-Disposition: " + disposition, "v") + Forms.end();
    assertThat(Forms.read(form).text()).isEqualTo(form);
  }

  @Test
  void aFieldThatIsGivenAnotherValueTellsNoLength() throws Exception {
    FormReader reader = new FormReader(new Boundary(Forms.BOUNDARY));
    reader.add(
        (Forms.part("Content-Length: 1\r\nContent-Disposition: form-data; name=\"model\"", "v")
                + Forms.end())
            .getBytes(StandardCharsets.UTF_8));
    FormPiece.Text model = (FormPiece.Text) reader.next().orElseThrow();

    assertThat(new String(model.with("longer"), StandardCharsets.UTF_8))
        .endsWith("name=\"model\"\r\n\r\nlonger\r\n")
        .doesNotContainIgnoringCase("content-length");
    assertThat(new String(model.with("v"), StandardCharsets.UTF_8)).contains("Content-Length: 1");
  }

  @Test
  void aLongFilenameIsReadWithoutAStack() throws Exception {
    String head = "Content-Disposition: form-data; name=\"a\"; filename=\"";
    for (String name : List.of("x".repeat(8000), "\\x".repeat(4000))) {
      String form = Forms.part(head + name + "\"", "v") + Forms.end();
      assertThat(Forms.read(form).text()).isEqualTo(form);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a boundary within a file         | FILE:x--frontier                   ",
        "one after a bare line feed       | FILE:x\\n--frontier\\r\\n             ",
        "one that goes on                 | FILE:x\\r\\n--frontierx              ",
        "a delimiter with a space         | FILE:x\\r\\n--frontier \\r\\n          ",
        "a delimiter with one dash        | FILE:x\\r\\n--frontier-\\r\\n          ",
        "text before the first delimiter  | hello\\r\\nEND                       ",
        "a new line before it             | \\r\\nEND                            ",
        "text after the last delimiter    | END--frontier\\r\\n                  ",
        "more after the last delimiter    | END\\r\\n                            ",
        "a part without headers           | --frontier\\r\\n\\r\\nv\\r\\nEND         ",
        "no bytes                         |                                    ",
      })
  void aBoundaryStandsWhereItBelongsAndNowhereElse(String what, String form) {
    String text =
        (form == null ? "" : form)
            .replace("\\r", "\r")
            .replace("\\n", "\n")
            .replace("END", Forms.end());
    refused(text.startsWith("FILE:") ? Forms.file("f", text.substring(5)) + Forms.end() : text);
  }

  @Test
  void aFormThatEndsBeforeItsEndIsRefused() {
    String form = Forms.file("f", "v") + Forms.field("a", "b") + "--frontier--";
    for (int length = 0; length < form.length(); length++) {
      refused(form.substring(0, length));
    }
  }

  @Test
  void whatIsHeldIsBounded() {
    refused(Forms.part("X: " + "x".repeat(PartHead.MAX_BYTES), "v"));
    refused(Forms.part("Content-Disposition: form-data; name=\"a\"" + "\r\nX: y".repeat(16), "v"));
    refused(Forms.field("a", "x".repeat(FormReader.MAX_FIELD_BYTES + 1)));
    refused(Forms.field("a", "x".repeat(FormReader.MAX_FIELD_BYTES)).repeat(5));
    refused(Forms.field("a", "b").repeat(FormReader.MAX_PARTS + 1));
    refused(Forms.field("a", "\u00ff"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=frontier",
        "multipart/form-data;boundary=\"frontier\"",
        "Multipart/Form-Data ; BOUNDARY=frontier; charset=utf-8",
      })
  void theBoundaryIsSaidOnce(String contentType) throws Exception {
    assertThat(Boundary.of(contentType).value()).isEqualTo("frontier");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=a; boundary=b",
        "multipart/form-data; boundary=a; boundary*=utf-8''b",
        "multipart/form-data; boundary=\"a\\\"b\"",
        "multipart/form-data; x=\"; boundary=a\"; boundary=b",
        "multipart/mixed; boundary=a",
      })
  void anyOtherBoundaryIsRefused(String contentType) {
    assertThatThrownBy(() -> Boundary.of(contentType)).isInstanceOf(MalformedForm.class);
    assertThatThrownBy(() -> Boundary.of("multipart/form-data; boundary=" + "x".repeat(71)))
        .isInstanceOf(MalformedForm.class);
  }

  private static void refused(String form) {
    assertThatThrownBy(() -> Forms.read(form)).isInstanceOf(MalformedForm.class);
  }
}
