package dev.assay.learners.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.curation.Lesson;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lessons of one alias as OpenAI's fine-tuning takes them: JSON lines of {@code {"messages": […]}}
 * that end with the right answer.
 */
@SuppressWarnings("ArrayRecordComponent") // sent as it is, never compared
record TrainingRows(byte[] jsonLines, TrainingState.Material material) {
  private static final int MAX_BYTES = 12 * 1024 * 1024;
  private static final int MAX_ROWS = 10_000;

  /** The newest rows of the alias that has most, within what a trainer takes. */
  static Optional<TrainingRows> of(List<Lesson> lessons) {
    Map<String, List<Lesson>> byAlias =
        lessons.stream().collect(Collectors.groupingBy(Lesson::alias));
    return byAlias.entrySet().stream()
        .max(
            Comparator.comparingInt((Map.Entry<String, List<Lesson>> it) -> it.getValue().size())
                .thenComparing(Map.Entry::getKey))
        .map(most -> rows(most.getKey(), most.getValue()));
  }

  private static TrainingRows rows(String alias, List<Lesson> lessons) {
    List<byte[]> lines = new ArrayList<>();
    TreeSet<String> sources = new TreeSet<>();
    int bytes = 0;
    for (Lesson lesson : lessons.reversed()) {
      byte[] line = line(lesson);
      if (line.length > 0 && lines.size() < MAX_ROWS && bytes + line.length <= MAX_BYTES) {
        lines.add(line);
        bytes += line.length;
        sources.addAll(lesson.sources());
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes);
    lines.reversed().forEach(all::writeBytes);
    return new TrainingRows(
        all.toByteArray(), new TrainingState.Material(alias, lines.size(), List.copyOf(sources)));
  }

  /** Empty when the conversation can't be continued by an answer. */
  private static byte[] line(Lesson lesson) {
    try {
      JsonNode messages = CanonicalJson.MAPPER.readTree(lesson.messages());
      if (!(messages instanceof ArrayNode conversation)
          || !"user".equals(conversation.path(conversation.size() - 1).path("role").asText())) {
        return new byte[0];
      }
      ObjectNode row = CanonicalJson.MAPPER.createObjectNode();
      ArrayNode all = row.putArray("messages").addAll(conversation);
      all.addObject().put("role", "assistant").put("content", lesson.output());
      return (CanonicalJson.MAPPER.writeValueAsString(row) + "\n")
          .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    } catch (JsonProcessingException unreadable) {
      return new byte[0];
    }
  }
}
