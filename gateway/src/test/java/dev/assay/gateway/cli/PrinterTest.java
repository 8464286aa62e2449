package dev.assay.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrinterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void peopleGetColumnsUnderHeadings() throws IOException {
    printer(false).rows(json("[{'id':'a','n':1},{'id':'bcd','n':22}]"), "/id", "/n");

    assertThat(printed()).isEqualTo("ID   N\na    1\nbcd  22\n");
  }

  @Test
  void aHeadingIsWords() throws IOException {
    printer(false).rows(json("[{'promptTokens':1}]"), "/promptTokens");

    assertThat(printed()).isEqualTo("PROMPT TOKENS\n1\n");
  }

  @Test
  void programsGetOneDocument() throws IOException {
    printer(true).rows(json("[{'id':'a'}]"), "/id");
    printer(true).say("for people");

    assertThat(printed()).isEqualTo("[{\"id\":\"a\"}]\n");
  }

  @Test
  void whatIsMissingIsADash() throws IOException {
    printer(false).rows(json("[{'id':null,'model':''}]"), "/id", "/none", "/model");

    assertThat(printed()).isEqualTo("ID  NONE  MODEL\n-   -     -\n");
  }

  @Test
  void whatACellHoldsOfSeveralFieldsIsNamed() throws IOException {
    printer(false).rows(json("[{'detail':{'on':true,'to':[1,2]}},{'detail':{}}]"), "/detail");

    assertThat(printed()).isEqualTo("DETAIL\non: true, to: [1,2]\n-\n");
  }

  @Test
  void aStrangersTextCannotSteerTheTerminal() throws IOException {
    printer(false).rows(json("[{'why':'\\u001b[2Jgone\\nnext'}]"), "/why");

    assertThat(printed()).isEqualTo("WHY\n [2Jgone next\n");
  }

  @Test
  void aLongCellIsCutAndSaysSo() throws IOException {
    printer(false).rows(json("['" + "x".repeat(100) + "']"), "");

    assertThat(printed()).isEqualTo("\n" + "x".repeat(71) + "…\n");
  }

  private Printer printer(boolean json) {
    return new Printer(new PrintStream(bytes, true, StandardCharsets.UTF_8), json);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }
}
