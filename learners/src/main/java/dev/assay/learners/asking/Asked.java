package dev.assay.learners.asking;

/**
 * Whether people are asked about an exchange.
 *
 * @param reason {@code none}, {@code uniform} (for evaluation) or {@code informative} (for
 *     learning)
 * @param probability with which this outcome's reason came about, given what was known
 */
public record Asked(String reason, double probability) {
  /** Whether the answer carries {@code x-assay-feedback-wanted}. */
  public boolean wanted() {
    return !reason.equals("none");
  }
}
