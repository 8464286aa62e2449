package dev.assay.learners.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.policies.canonical.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a chat asks of a classifier.
 *
 * @param labels the labels system messages list; where none is listed, those of the examples
 * @param examples lines {@code {"input": …, "output": …}} of system messages, then earlier turns
 * @param query the last user message; empty when there is none
 */
public record Prompt(List<String> labels, List<Example> examples, String query) {
  static final int MAX_EXAMPLES = 512;

  public Prompt {
    labels = List.copyOf(labels);
    examples = List.copyOf(examples);
  }

  /**
   * Reads a chat.
   *
   * @throws PromptRefused if there are more labels or examples than the model takes
   */
  public static Prompt read(List<Message> messages) {
    Set<String> labels = new LinkedHashSet<>();
    List<Example> examples = new ArrayList<>();
    int last = lastUser(messages);
    for (Message message : messages) {
      if (message.role() == Message.Role.SYSTEM) {
        labels.addAll(LabelList.read(withoutExamples(message.content(), examples)));
      }
    }
    for (int i = 0; i + 1 < messages.size() && i + 1 <= last; i++) {
      if (messages.get(i).role() == Message.Role.USER
          && messages.get(i + 1).role() == Message.Role.ASSISTANT) {
        examples.add(new Example(messages.get(i).content(), messages.get(i + 1).content().strip()));
      }
    }
    if (examples.size() > MAX_EXAMPLES) {
      throw new PromptRefused(
          "messages", "more than " + MAX_EXAMPLES + " examples; send only the nearest");
    }
    if (labels.isEmpty()) {
      examples.forEach(example -> labels.add(example.output()));
    }
    return new Prompt(List.copyOf(labels), examples, last < 0 ? "" : messages.get(last).content());
  }

  private static int lastUser(List<Message> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role() == Message.Role.USER) {
        return i;
      }
    }
    return -1;
  }

  /** The text without its example lines, which are added to {@code examples}. */
  private static String withoutExamples(String text, List<Example> examples) {
    if (text.indexOf("\"input\"") < 0) {
      return text;
    }
    StringBuilder rest = new StringBuilder(text.length());
    for (String line : text.split("\\R", -1)) {
      if (!addExample(line.strip(), examples)) {
        rest.append(line).append('\n');
      }
    }
    return rest.toString();
  }

  private static boolean addExample(String line, List<Example> examples) {
    if (!line.startsWith("{") || !line.endsWith("}")) {
      return false;
    }
    try {
      JsonNode example = CanonicalJson.MAPPER.readTree(line);
      JsonNode input = example.path("input");
      JsonNode output = example.path("output");
      if (!input.isTextual() || !output.isTextual()) {
        return false;
      }
      examples.add(new Example(input.textValue(), output.textValue().strip()));
      return true;
    } catch (JsonProcessingException notAnExample) {
      return false;
    }
  }
}
