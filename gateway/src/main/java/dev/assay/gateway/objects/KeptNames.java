package dev.assay.gateway.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names in an answer of things that a provider keeps: the answer's own, and those of what came
 * of it, such as a batch's output file.
 */
final class KeptNames {
  /** More than any one answer names of its own. */
  private static final int MAX = 50;

  private static final int MAX_DEPTH = 6;
  private static final Pattern KEPT =
      Pattern.compile(
          "(?:file|batch|resp|conv|vs|asst|thread|ftjob|ftckpt|eval|cntr|container|video|upload|skill)[-_][A-Za-z0-9_-]{1,200}"
              + "|ft:.{1,200}");

  private KeptNames() {}

  /** Names in the answer, its own first. */
  static List<String> in(JsonNode answer) {
    Set<String> names = new LinkedHashSet<>();
    JsonNode own = answer.path("id");
    if (own.isTextual() && !own.textValue().isEmpty()) {
      names.add(own.textValue());
    }
    look(answer, 0, names);
    return new ArrayList<>(names);
  }

  private static void look(JsonNode node, int depth, Set<String> names) {
    if (depth > MAX_DEPTH || names.size() >= MAX) {
      return;
    }
    if (node.isTextual()) {
      if (KEPT.matcher(node.textValue()).matches()) {
        names.add(node.textValue());
      }
      return;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      // What a person or an app wrote names nothing.
      if (!field.getKey().equals("metadata")) {
        look(field.getValue(), depth + 1, names);
      }
    }
    if (node.isArray()) {
      node.forEach(item -> look(item, depth + 1, names));
    }
  }
}
