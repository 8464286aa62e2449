package dev.assay.learners.curation;

import java.util.List;

/**
 * An input and the answer people agree on.
 *
 * @param key the input's compared form; unique among lessons
 * @param input what was asked, as first spelled
 * @param output the answer, as first spelled
 * @param messages the conversation before the answer, as JSON
 * @param sources ids of the exchanges on which it was said, oldest first
 */
public record Lesson(
    String key, String input, String output, String alias, String messages, List<String> sources) {
  public Lesson {
    sources = List.copyOf(sources);
  }
}
