package dev.assay.gateway.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names in an answer of things that a provider keeps: the answer's own, and those of what came
 * of it, such as a batch's output file.
 */
final class KeptNames {
  /** More than any one answer names of its own. */
  private static final int MAX = 50;

  /** Only a provider writes these: whatever else an answer says, its asker may have made it say. */
  private static final List<String> CAME_OF_IT =
      List.of(
          "output_file_id",
          "error_file_id",
          "result_files",
          "fine_tuned_model",
          "thread_id",
          "container_id");

  private KeptNames() {}

  /**
   * Names in the answer, its own first.
   *
   * @param makes whether the answer tells of something new, whose name is its own
   * @param named what its request named, which did not come of it
   */
  static List<String> in(JsonNode answer, boolean makes, List<String> named) {
    Set<String> names = new LinkedHashSet<>();
    if (makes) {
      add(answer.path("id"), names);
    }
    for (String field : CAME_OF_IT) {
      JsonNode value = answer.path(field);
      add(value, names);
      value.forEach(item -> add(item, names));
    }
    add(answer.path("file").path("id"), names);
    named.forEach(names::remove);
    return new ArrayList<>(names);
  }

  private static void add(JsonNode name, Set<String> names) {
    if (name.isTextual() && !name.textValue().isEmpty() && names.size() < MAX) {
      names.add(name.textValue());
    }
  }
}
