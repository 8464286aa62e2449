package dev.assay.learners.spending;

import dev.assay.config.prices.Units;
import dev.assay.policies.tenant.TenantPolicy;

/**
 * The tokens a request takes at its largest, as far as that can be told before it is sent.
 *
 * @param images how many were asked for
 * @param characters to be spoken
 */
public record Estimate(int promptTokens, int outputTokens, int images, int characters) {
  /** Of what takes nothing that could be counted. */
  public static final Estimate NOTHING = new Estimate(0, 0, 0, 0);

  /** English text has about four bytes a token; other scripts have fewer, images far more. */
  private static final int BYTES_PER_TOKEN = 4;

  private static final long MAX_TOKENS = 100_000_000;

  /**
   * An estimate.
   *
   * @param bodyBytes of the request
   * @param injectedTokens the most that may be added to it
   * @param askedOutput the most the client asked for; 0 when it did not say, which is taken for the
   *     most it may
   * @param choices answers asked for
   */
  public static Estimate of(
      int bodyBytes, int injectedTokens, int askedOutput, int choices, TenantPolicy.Limits limits) {
    long output = askedOutput > 0 ? askedOutput : limits.maxOutputTokens();
    return new Estimate(
        promptTokens(bodyBytes) + injectedTokens,
        (int) Math.min(MAX_TOKENS, output * Math.max(1, choices)),
        0,
        0);
  }

  /** Of a prompt that is read and not answered in words. */
  public static Estimate ofPrompt(int bodyBytes) {
    return new Estimate(promptTokens(bodyBytes), 0, 0, 0);
  }

  /** Of what is ordered by the piece. */
  public static Estimate ofPieces(int images, int characters) {
    return new Estimate(0, 0, images, characters);
  }

  /** What so many bytes of text are in tokens, about. */
  public static int promptTokens(int bytes) {
    return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
  }

  Units units() {
    return new Units(promptTokens, 0, 0, outputTokens, images, characters);
  }

  long tokens() {
    return (long) promptTokens + outputTokens;
  }
}
