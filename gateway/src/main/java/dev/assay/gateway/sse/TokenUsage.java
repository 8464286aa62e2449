package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Tokens of one exchange; 0 where nobody counted.
 *
 * @param prompt all of the prompt's
 * @param cachedPrompt those of them that the provider had kept
 * @param writtenPrompt those of them that the provider put into its cache
 * @param completion all of the answer's
 * @param reasoning those of them that were thought and not said
 */
public record TokenUsage(
    int prompt, int cachedPrompt, int writtenPrompt, int completion, int reasoning) {
  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0);

  /** As chat completions, completions and embeddings tell it. */
  static TokenUsage ofChat(JsonNode usage) {
    return new TokenUsage(
        count(usage, "prompt_tokens"),
        count(usage.path("prompt_tokens_details"), "cached_tokens"),
        count(usage.path("prompt_tokens_details"), "cache_write_tokens"),
        count(usage, "completion_tokens"),
        count(usage.path("completion_tokens_details"), "reasoning_tokens"));
  }

  /** As responses tell it. */
  static TokenUsage ofResponses(JsonNode usage) {
    return new TokenUsage(
        count(usage, "input_tokens"),
        count(usage.path("input_tokens_details"), "cached_tokens"),
        count(usage.path("input_tokens_details"), "cache_write_tokens"),
        count(usage, "output_tokens"),
        count(usage.path("output_tokens_details"), "reasoning_tokens"));
  }

  /** As Anthropic's messages tell it, whose input leaves out what a cache took or gave. */
  static TokenUsage ofMessages(JsonNode usage) {
    int cached = count(usage, "cache_read_input_tokens");
    int stored = count(usage, "cache_creation_input_tokens");
    return new TokenUsage(
        sum(count(usage, "input_tokens"), cached, stored),
        cached,
        stored,
        count(usage, "output_tokens"),
        0);
  }

  /** The later word of a stream, which may leave out what was said before. */
  TokenUsage updated(TokenUsage later) {
    return new TokenUsage(
        Math.max(prompt, later.prompt),
        Math.max(cachedPrompt, later.cachedPrompt),
        Math.max(writtenPrompt, later.writtenPrompt),
        Math.max(completion, later.completion),
        Math.max(reasoning, later.reasoning));
  }

  /** A provider's figures are its own; what they add up to stays a count. */
  private static int sum(int... counts) {
    long all = 0;
    for (int count : counts) {
      all += count;
    }
    return Math.toIntExact(Math.min(all, Integer.MAX_VALUE));
  }

  private static int count(JsonNode usage, String name) {
    return Math.max(0, usage.path(name).asInt(0));
  }
}
