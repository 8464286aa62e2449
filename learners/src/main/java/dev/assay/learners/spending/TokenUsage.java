package dev.assay.learners.spending;

/**
 * The tokens of one exchange.
 *
 * @param promptTokens all of the prompt, cached ones included
 * @param cachedTokens the part of them that the provider had cached
 * @param writtenTokens the part of them that the provider put into its cache
 * @param completionTokens all of the answer, reasoning included
 * @param reasoningTokens the part of them that was reasoning
 * @param estimated whether they were counted here because the provider did not say
 */
public record TokenUsage(
    int promptTokens,
    int cachedTokens,
    int writtenTokens,
    int completionTokens,
    int reasoningTokens,
    boolean estimated) {
  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, false);

  /** Where nothing was put into a cache. */
  public TokenUsage(
      int promptTokens,
      int cachedTokens,
      int completionTokens,
      int reasoningTokens,
      boolean estimated) {
    this(promptTokens, cachedTokens, 0, completionTokens, reasoningTokens, estimated);
  }

  long tokens() {
    return (long) promptTokens + completionTokens;
  }
}
