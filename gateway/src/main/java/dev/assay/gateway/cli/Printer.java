package dev.assay.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints answers: JSON for programs, aligned columns or indented JSON for people. */
final class Printer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CELL_CHARS = 72;

  private final PrintStream out;
  private final boolean json;

  Printer(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** One thing. */
  void one(JsonNode value) {
    try {
      out.println(
          json
              ? JSON.writeValueAsString(value)
              : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree is JSON", impossible);
    }
  }

  /**
   * A list.
   *
   * @param columns JSON pointers, the heading being their last part
   */
  void rows(JsonNode list, String... columns) {
    if (json) {
      one(list);
      return;
    }
    List<List<String>> table = new ArrayList<>();
    List<String> heading = new ArrayList<>();
    for (String column : columns) {
      heading.add(heading(column));
    }
    table.add(heading);
    for (JsonNode row : list) {
      List<String> cells = new ArrayList<>();
      for (String column : columns) {
        cells.add(cell(row.at(column)));
      }
      table.add(cells);
    }
    print(table);
  }

  private static String heading(String column) {
    return column
        .substring(column.lastIndexOf('/') + 1)
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toUpperCase(Locale.ROOT);
  }

  /** One line for people; nothing for programs. */
  void say(String line) {
    if (!json) {
      out.println(line);
    }
  }

  private void print(List<List<String>> table) {
    int[] widths = new int[table.getFirst().size()];
    for (List<String> row : table) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : table) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** Control characters never reach the terminal: a cell may hold what a stranger wrote. */
  private static String cell(JsonNode value) {
    return shown(text(value), MAX_CELL_CHARS);
  }

  /** What anybody wrote, as a terminal may get it, and no longer than this. */
  static String shown(String text, int maxChars) {
    String shown = text.replaceAll("\\p{Cntrl}", " ");
    return shown.length() > maxChars ? shown.substring(0, maxChars - 1) + "…" : shown;
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode()
        || value.isNull()
        || (value.isObject() && value.isEmpty())
        || (value.isTextual() && value.asText().isEmpty())) {
      return "-";
    }
    if (value.isObject()) {
      return value
          .propertyStream()
          .map(field -> field.getKey() + ": " + text(field.getValue()))
          .collect(Collectors.joining(", "));
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
