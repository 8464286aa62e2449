package dev.assay.config.prices;

/**
 * What a request takes, in the units that providers charge by. Counts below zero are taken for
 * none.
 *
 * @param promptTokens all of the prompt, cached ones included
 * @param cachedTokens the part of them that the provider had cached
 * @param writtenTokens the part of them that the provider put into its cache
 * @param outputTokens all of the answer, reasoning included
 * @param images that are made
 * @param characters that are spoken
 */
public record Units(
    long promptTokens,
    long cachedTokens,
    long writtenTokens,
    long outputTokens,
    int images,
    long characters) {
  /** Of text. */
  public static Units ofTokens(long promptTokens, long cachedTokens, long outputTokens) {
    return new Units(promptTokens, cachedTokens, 0, outputTokens, 0, 0);
  }

  /** The same with all of the prompt put into a cache. */
  Units written() {
    return new Units(promptTokens, cachedTokens, promptTokens, outputTokens, images, characters);
  }
}
