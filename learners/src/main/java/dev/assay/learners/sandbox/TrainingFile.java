package dev.assay.learners.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.policies.canonical.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows to train on, as OpenAI's fine-tuning takes them: JSON lines of {@code {"messages": [system?,
 * user, assistant]}}.
 *
 * @param rows each row's user text and assistant answer
 * @param labels every answer, and every label the rows' system messages list
 */
public record TrainingFile(List<Example> rows, Set<String> labels) {
  /** The most rows a file may have. */
  public static final int MAX_ROWS = 50_000;

  private static final int MAX_PROBLEMS = 10;

  public TrainingFile {
    rows = List.copyOf(rows);
    labels = Set.copyOf(labels);
  }

  /**
   * Reads a file.
   *
   * @throws PromptRefused naming the first ten lines that are not as they should be
   */
  public static TrainingFile read(byte[] file) {
    List<Example> rows = new ArrayList<>();
    Set<String> labels = new LinkedHashSet<>();
    Set<String> systems = new LinkedHashSet<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (String line :
        (Iterable<String>) new String(file, StandardCharsets.UTF_8).lines()::iterator) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        Example row = row(line, systems);
        rows.add(row);
        labels.add(row.output());
      } catch (PromptRefused wrong) {
        problems.add("line " + number + ": " + wrong.getMessage());
      }
      if (problems.size() == MAX_PROBLEMS || rows.size() > MAX_ROWS) {
        break;
      }
    }
    if (rows.size() > MAX_ROWS) {
      problems.add("more than " + MAX_ROWS + " rows");
    }
    if (!problems.isEmpty()) {
      throw new PromptRefused("training_file", String.join("; ", problems));
    }
    systems.forEach(system -> labels.addAll(LabelList.read(system)));
    if (labels.size() > LabelList.MAX_LABELS) {
      throw new PromptRefused("training_file", "more than " + LabelList.MAX_LABELS + " labels");
    }
    return new TrainingFile(rows, labels);
  }

  private static Example row(String line, Set<String> systems) {
    JsonNode messages;
    try {
      messages = CanonicalJson.MAPPER.readTree(line).path("messages");
    } catch (JsonProcessingException unreadable) {
      throw new PromptRefused("training_file", "not JSON");
    }
    int last = messages.size() - 1;
    if (last < 1
        || !"assistant".equals(role(messages, last))
        || !"user".equals(role(messages, last - 1))) {
      throw new PromptRefused(
          "training_file", "needs \"messages\" that end with a user and an assistant message");
    }
    for (int i = 0; i < last - 1; i++) {
      if (!"system".equals(role(messages, i))) {
        throw new PromptRefused(
            "training_file", "only system messages may stand before the user's");
      }
      systems.add(content(messages, i));
    }
    String label = content(messages, last).strip();
    if (label.isEmpty() || label.length() > LabelList.MAX_LABEL_CHARS) {
      throw new PromptRefused(
          "training_file",
          "the assistant's content must be a label of 1 to "
              + LabelList.MAX_LABEL_CHARS
              + " characters");
    }
    return new Example(content(messages, last - 1), label);
  }

  private static String role(JsonNode messages, int index) {
    return messages.path(index).path("role").asText();
  }

  private static String content(JsonNode messages, int index) {
    JsonNode content = messages.path(index).path("content");
    if (!content.isTextual()) {
      throw new PromptRefused("training_file", "every message needs a string as content");
    }
    return content.textValue();
  }
}
