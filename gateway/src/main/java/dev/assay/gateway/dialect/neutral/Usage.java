package dev.assay.gateway.dialect.neutral;

/**
 * Tokens.
 *
 * @param input all of the prompt, those read from and written to a cache among them
 * @param output all of the answer, thoughts among them
 */
public record Usage(long input, long cacheRead, long cacheWritten, long output, long reasoning) {
  /** Nothing is known yet. */
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

  /** Input and output. */
  public long total() {
    return input + output;
  }
}
