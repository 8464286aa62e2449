package dev.assay.gateway.content;

import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Naming;
import java.util.Set;

/**
 * Which strings of a body are looked at.
 *
 * @param roots outermost fields that hold what people, models and tools wrote
 * @param everything whether all of them do, and the names of fields are looked at too
 */
record Contents(Set<String> roots, boolean everything) {
  /** A provider may show a model anything of a request, also what nobody here knows. */
  static final Contents OF_PROMPT = new Contents(Set.of(), true);

  /**
   * Objects of an event that hold an answer as it would come whole, and their fields that count.
   */
  static final Set<String> WRAPPERS = Set.of("response", "message");

  static final Set<String> WRAPPED = Set.of("output", "output_text", "content");

  /** Strings of an answer that say what a thing is, where it is kept, or are no text at all. */
  private static final Set<String> STRUCTURE =
      Set.of(
          "role",
          "type",
          "id",
          "name",
          "model",
          "object",
          "status",
          "detail",
          "format",
          "media_type",
          "data",
          "file_data",
          "image_url",
          "url",
          "signature",
          "encrypted_content",
          "finish_reason",
          "stop_reason",
          "obfuscation");

  /** Strings of a request that hold no words, where they look like it; ids are others. */
  private static final Set<String> WORDLESS =
      Set.of("model", "role", "type", "signature", "encrypted_content");

  private static final int SHORT_NAME = 16;

  Contents {
    roots = Set.copyOf(roots);
  }

  boolean holds(String root) {
    return everything || roots.contains(root);
  }

  boolean skips(String field, String value) {
    return everything
        ? (WORDLESS.contains(field) || Naming.isId(field)) && isWordless(value)
        : STRUCTURE.contains(field) || field.endsWith("_id");
  }

  /** Whether a field's name is as short and plain as nothing is that is looked for. */
  static boolean isPlain(String name) {
    return name.length() <= SHORT_NAME
        && name.chars().allMatch(c -> c == '_' || c == '$' || Character.isLetter(c));
  }

  private static boolean isWordless(String value) {
    return value
        .chars()
        .allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || "_.:/|+=-".indexOf(c) >= 0);
  }

  static Contents ofAnswer(Endpoint endpoint) {
    return of(
        switch (endpoint) {
          case CHAT_COMPLETIONS, COMPLETIONS -> Set.of("choices");
          case RESPONSES -> WRAPPED;
          case MESSAGES -> Set.of("content");
          case EMBEDDINGS, COUNT_TOKENS -> Set.of();
        });
  }

  static Contents ofEvent(Endpoint endpoint) {
    return of(
        switch (endpoint) {
          case CHAT_COMPLETIONS, COMPLETIONS -> Set.of("choices");
          case RESPONSES ->
              Set.of(
                  "delta",
                  "text",
                  "arguments",
                  "refusal",
                  "transcript",
                  "code",
                  "input",
                  "part",
                  "item");
          case MESSAGES -> Set.of("delta", "content_block");
          case EMBEDDINGS, COUNT_TOKENS -> Set.of();
        });
  }

  private static Contents of(Set<String> roots) {
    return new Contents(roots, false);
  }
}
