package dev.assay.gateway.dialect.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A piece of what somebody said. */
public sealed interface Part {
  /**
   * Text.
   *
   * @param logprobs the likelihood of each of its tokens, as both OpenAI APIs write them
   */
  record Text(String text, @Nullable JsonNode logprobs) implements Part {
    public Text(String text) {
      this(text, null);
    }
  }

  /**
   * A picture.
   *
   * @param at where the client put it
   */
  record Image(Source source, String at) implements Part {}

  /**
   * A document with pages.
   *
   * @param at where the client put it
   */
  record Document(Source source, Optional<String> title, String at) implements Part {}

  /**
   * A wish to have a tool called.
   *
   * @param arguments JSON text, whole or as far as the model came
   */
  record ToolCall(String id, String name, String arguments) implements Part {}

  /** What a tool said. */
  record ToolResult(String callId, List<Part> parts, boolean isError) implements Part {
    public ToolResult {
      parts = List.copyOf(parts);
    }
  }

  /**
   * What a model thought before it spoke.
   *
   * @param id the provider's name for it
   * @param seal what only its provider can read or verify (Anthropic's {@code signature}, OpenAI's
   *     {@code encrypted_content}); empty when there is none
   */
  record Reasoning(Optional<String> id, String text, String seal) implements Part {}

  /** Thoughts that only their provider can read. */
  record SealedReasoning(String data) implements Part {}

  /** The model's own words for why it does not answer. */
  record Refusal(String text) implements Part {}
}
