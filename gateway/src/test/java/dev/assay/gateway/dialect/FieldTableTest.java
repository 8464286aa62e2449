package dev.assay.gateway.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.chat.ChatRequestReader;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Untranslatable;
import dev.assay.gateway.dialect.messages.MessagesRequestReader;
import dev.assay.gateway.dialect.responses.ResponsesRequestReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables in docs/translation.md say of every field what the code does with an example of it.
 */
final class FieldTableTest {
  private static final Path TABLES = Path.of("../docs/translation.md");

  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "chat", ChatRequestReader.FIELDS,
          "messages", MessagesRequestReader.FIELDS,
          "responses", ResponsesRequestReader.FIELDS);

  /** What a request must have, and a tool, without which nothing can be said of tools. */
  private static final Map<String, String> LEAST =
      Map.of(
          "chat",
          """
          {"model":"m","messages":[{"role":"user","content":"Hi"}],\
          "tools":[{"type":"function","function":{"name":"f"}}]}\
          """,
          "messages",
          """
          {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],\
          "tools":[{"name":"f","input_schema":{"type":"object"}}]}\
          """,
          "responses",
          """
          {"model":"m","input":"Hi","tools":[{"type":"function","name":"f"}]}\
          """);

  /** One cell of a table. */
  record Cell(String client, String provider, String field, String says) {
    @Override
    public String toString() {
      return client + " to " + provider + ": " + field + " " + says;
    }
  }

  static Stream<Cell> cells() throws IOException {
    List<Cell> cells = new ArrayList<>();
    String client = "";
    List<String> providers = List.of();
    for (String line : Files.readAllLines(TABLES)) {
      if (line.startsWith("## Requests of ")) {
        client = line.substring("## Requests of ".length()).split(" ", -1)[0];
      } else if (line.startsWith("## ")) {
        client = "";
      } else if (!client.isEmpty() && line.startsWith("| field")) {
        providers = Stream.of(line.split("\\|", -1)).skip(2).map(FieldTableTest::provider).toList();
      } else if (!client.isEmpty() && line.startsWith("| `")) {
        String[] row = line.split("\\|", -1);
        String field = row[1].replace("`", "").strip();
        cells.add(new Cell(client, providers.get(0), field, row[2].strip()));
        cells.add(new Cell(client, providers.get(1), field, row[3].strip()));
      }
    }
    return cells.stream();
  }

  private static String provider(String head) {
    return head.replace("to ", "").strip();
  }

  @Test
  void theTablesNameEveryKnownFieldAndNoOther() throws IOException {
    for (Map.Entry<String, List<String>> client : FIELDS.entrySet()) {
      assertThat(
              cells()
                  .filter(cell -> cell.client().equals(client.getKey()))
                  .map(Cell::field)
                  .distinct())
          .containsExactlyInAnyOrderElementsOf(client.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void whatATableSaysIsWhatHappens(Cell cell) throws Exception {
    Translation translation =
        Goldens.between(Goldens.endpoint(cell.client()), Goldens.endpoint(cell.provider()));
    byte[] least = LEAST.get(cell.client()).getBytes(StandardCharsets.UTF_8);
    Translated without = translation.request(least);
    ObjectNode body = Json.object(least).orElseThrow();
    JsonNode example = example(cell);
    body.set(cell.field(), example);
    if (cell.says().startsWith("refused")) {
      refuses(translation, body, cell.field());
      return;
    }
    Translated with = translation.request(Json.bytes(body));
    if (cell.says().startsWith("left out")) {
      assertThat(with.unsaid()).anyMatch(name -> name.startsWith(cell.field()));
      assertThat(with.body()).isEqualTo(without.body());
    } else if (cell.says().startsWith("carried")) {
      JsonNode sent = Json.object(with.body()).orElseThrow().path(cell.field());
      assertThat(Json.text(sent)).isEqualTo(Json.text(example));
    } else {
      assertThat(cell.says()).startsWith("mapped");
      assertThat(with.body()).isNotEqualTo(without.body());
      assertThat(with.unsaid()).isEmpty();
    }
  }

  private static void refuses(Translation translation, ObjectNode body, String field) {
    try {
      translation.request(Json.bytes(body));
      fail(field + " was not refused");
    } catch (Untranslatable refused) {
      assertThat(refused.field()).startsWith(field);
      assertThat(refused.getMessage()).contains("'" + field).doesNotContain("is unknown");
    }
  }

  private static JsonNode example(Cell cell) throws IOException {
    Path file = Goldens.FOLDER.resolve("fields").resolve(cell.client() + ".json");
    JsonNode example = Json.parse(Files.readAllBytes(file)).orElseThrow().get(cell.field());
    assertThat(example).as("an example of " + cell.field()).isNotNull();
    return example;
  }
}
