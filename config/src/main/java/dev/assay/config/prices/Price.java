package dev.assay.config.prices;

/**
 * What one model costs. Amounts are whole, so that sums are exact: a price of one US dollar for a
 * million tokens is a million picodollars (1e-12 USD) a token.
 *
 * @param inputPicoUsd a prompt's token
 * @param cachedInputPicoUsd a prompt's token that the provider had cached
 * @param writtenInputPicoUsd a prompt's token that the provider put into its cache
 * @param outputPicoUsd an answer's token; reasoning is part of the answer
 * @param requestNanoUsd each request, whatever it holds
 * @param imageNanoUsd each image
 * @param characterPicoUsd each character that is spoken
 */
public record Price(
    long inputPicoUsd,
    long cachedInputPicoUsd,
    long writtenInputPicoUsd,
    long outputPicoUsd,
    long requestNanoUsd,
    long imageNanoUsd,
    long characterPicoUsd) {
  /** Of what nobody bills, such as a server of one's own. */
  public static final Price FREE = new Price(0, 0, 0, 0, 0, 0, 0);

  /** US dollars a token, a request or an image, at most: 10,000. */
  static final long MAX_PER_MILLION_USD = 10_000;

  private static final long MAX_PICO_USD = MAX_PER_MILLION_USD * 1_000_000;
  private static final long MAX_NANO_USD = MAX_PER_MILLION_USD * 1_000_000_000;

  /** No request has more tokens: a larger count is taken for this one, and no sum overflows. */
  private static final long MAX_COUNT = 100_000_000;

  private static final int MAX_IMAGES = 10_000;

  private static final long PICO_PER_NANO = 1_000;

  public Price {
    within(inputPicoUsd, MAX_PICO_USD);
    within(cachedInputPicoUsd, MAX_PICO_USD);
    within(writtenInputPicoUsd, MAX_PICO_USD);
    within(outputPicoUsd, MAX_PICO_USD);
    within(requestNanoUsd, MAX_NANO_USD);
    within(imageNanoUsd, MAX_NANO_USD);
    within(characterPicoUsd, MAX_PICO_USD);
  }

  /** Of a text model, in picodollars a token; what goes into a cache costs as other input. */
  public static Price ofTokens(long inputPicoUsd, long cachedInputPicoUsd, long outputPicoUsd) {
    return ofTokens(inputPicoUsd, cachedInputPicoUsd, inputPicoUsd, outputPicoUsd);
  }

  /** Of a text model, in picodollars a token. */
  public static Price ofTokens(
      long inputPicoUsd, long cachedInputPicoUsd, long writtenInputPicoUsd, long outputPicoUsd) {
    return new Price(inputPicoUsd, cachedInputPicoUsd, writtenInputPicoUsd, outputPicoUsd, 0, 0, 0);
  }

  /** Of each request, whatever it holds. */
  public static Price ofRequest(long requestNanoUsd) {
    return new Price(0, 0, 0, 0, requestNanoUsd, 0, 0);
  }

  /** Of each image. */
  public static Price ofImage(long imageNanoUsd) {
    return new Price(0, 0, 0, 0, 0, imageNanoUsd, 0);
  }

  /** Of each character that is spoken. */
  public static Price ofCharacter(long characterPicoUsd) {
    return new Price(0, 0, 0, 0, 0, 0, characterPicoUsd);
  }

  /** The same for what takes no tokens that could be counted. */
  public Price withoutTokens() {
    return new Price(0, 0, 0, 0, requestNanoUsd, imageNanoUsd, characterPicoUsd);
  }

  /** What a request costs, in nanodollars (1e-9 USD), rounded up once. */
  public long nanoUsd(Units units) {
    long prompt = Math.clamp(units.promptTokens(), 0, MAX_COUNT);
    long cached = Math.clamp(units.cachedTokens(), 0, prompt);
    long written = Math.clamp(units.writtenTokens(), 0, prompt - cached);
    long output = Math.clamp(units.outputTokens(), 0, MAX_COUNT);
    long characters = Math.clamp(units.characters(), 0, MAX_COUNT);
    long pico =
        (prompt - cached - written) * inputPicoUsd
            + cached * cachedInputPicoUsd
            + written * writtenInputPicoUsd
            + output * outputPicoUsd
            + characters * characterPicoUsd;
    long pictures = Math.clamp(units.images(), 0, MAX_IMAGES) * imageNanoUsd;
    return Math.ceilDiv(pico, PICO_PER_NANO) + requestNanoUsd + pictures;
  }

  /** The same at its most: whether the prompt goes into a cache is the provider's word. */
  public long mostNanoUsd(Units units) {
    return Math.max(nanoUsd(units), nanoUsd(units.written()));
  }

  /** The dearer of both in each part. */
  public Price dearest(Price other) {
    return new Price(
        Math.max(inputPicoUsd, other.inputPicoUsd),
        Math.max(cachedInputPicoUsd, other.cachedInputPicoUsd),
        Math.max(writtenInputPicoUsd, other.writtenInputPicoUsd),
        Math.max(outputPicoUsd, other.outputPicoUsd),
        Math.max(requestNanoUsd, other.requestNanoUsd),
        Math.max(imageNanoUsd, other.imageNanoUsd),
        Math.max(characterPicoUsd, other.characterPicoUsd));
  }

  private static void within(long amount, long max) {
    if (amount < 0 || amount > max) {
      throw new IllegalArgumentException("a price of " + amount + " is not from 0 to " + max);
    }
  }
}
