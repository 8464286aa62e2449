package dev.assay.learners.evaluation;

import dev.assay.policies.canonical.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What was measured about a candidate. All shares are of holdout rows, 0 to 1.
 *
 * @param base the live release at the time; the evidence holds for no other
 * @param holdout names the rows and labels it rests on
 * @param rows labelled holdout rows
 * @param frozen the empty release on the same rows
 * @param permuted what live's answers would score if labels were dealt at random
 * @param sensitive whether live beats {@code permuted} by the tenant's stated gap
 * @param againstLive candidate minus live, row by row
 * @param againstBest candidate minus the best former release; absent when live is that release
 * @param forgetting share of rows answered rightly by the frozen base that the candidate gets wrong
 * @param alphaSpent error probability this look took from the tenant's ledger
 */
public record Evaluation(
    Digest base,
    Digest candidate,
    Digest holdout,
    int rows,
    Share frozen,
    Share live,
    Share candidateShare,
    double permuted,
    boolean sensitive,
    Paired againstLive,
    Optional<Paired> againstBest,
    double forgetting,
    double alphaSpent,
    List<String> notes) {
  public Evaluation {
    notes = List.copyOf(notes);
  }

  /** A share with its two-sided 95 % interval. */
  public record Share(double value, double low, double high) {}

  /**
   * A paired difference of shares.
   *
   * @param low one-sided lower confidence bound at {@code alpha}
   * @param notWorse whether {@code low} is above minus the margin
   * @param discordant rows on which the two differ
   */
  public record Paired(
      Digest against,
      double difference,
      double low,
      double alpha,
      boolean notWorse,
      int discordant) {}
}
