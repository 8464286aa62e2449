package dev.assay.gateway.content;

import dev.assay.policies.judge.Endpoint;
import java.util.Set;

/** Which fields of a body hold what people, models and tools wrote. */
final class Contents {
  /**
   * Objects of an event that hold an answer as it would come whole, and their fields that count.
   */
  static final Set<String> WRAPPERS = Set.of("response", "message");

  static final Set<String> WRAPPED = Set.of("output", "output_text", "content");

  /** Strings that say what a thing is, where it is kept, or are no text at all. */
  static final Set<String> STRUCTURE =
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

  private static final String ID = "_id";

  private Contents() {}

  static boolean isStructure(String field) {
    return STRUCTURE.contains(field) || field.endsWith(ID);
  }

  static Set<String> ofPrompt(Endpoint endpoint) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS -> Set.of("messages", "prediction");
      case RESPONSES -> Set.of("input", "instructions", "prompt");
      case COMPLETIONS -> Set.of("prompt", "suffix");
      case EMBEDDINGS -> Set.of("input");
      case MESSAGES, COUNT_TOKENS -> Set.of("system", "messages");
    };
  }

  static Set<String> ofAnswer(Endpoint endpoint) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS, COMPLETIONS -> Set.of("choices");
      case RESPONSES -> WRAPPED;
      case MESSAGES -> Set.of("content");
      case EMBEDDINGS, COUNT_TOKENS -> Set.of();
    };
  }

  static Set<String> ofEvent(Endpoint endpoint) {
    return switch (endpoint) {
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
    };
  }
}
