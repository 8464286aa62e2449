package dev.assay.learners.spending;

/**
 * The tokens of one exchange.
 *
 * @param promptTokens all of the prompt, cached ones included
 * @param cachedTokens the part of them that the provider had cached
 * @param completionTokens all of the answer, reasoning included
 * @param reasoningTokens the part of them that was reasoning
 * @param estimated whether they were counted here because the provider did not say
 */
public record TokenUsage(
    int promptTokens,
    int cachedTokens,
    int completionTokens,
    int reasoningTokens,
    boolean estimated) {
  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, false);

  long tokens() {
    return (long) promptTokens + completionTokens;
  }
}
