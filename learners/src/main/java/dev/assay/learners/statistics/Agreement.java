package dev.assay.learners.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much better answers agree with their labels than they would if the labels were dealt at
 * random: what a set of rows must show before a comparison on it means anything (assay sensitivity,
 * ICH E10 section 1.5, 2000).
 *
 * @param share rows whose answer is their label
 * @param permuted the exact expectation of that share over all permutations of the labels
 * @param low one-sided lower confidence bound of {@code share - permuted}; -1 when fewer than two
 *     clusters say anything
 */
public record Agreement(double share, double permuted, double low) {

  /**
   * The excess is a U-statistic in the rows; its variance is that of its linear part (as for
   * Cohen's kappa: Fleiss, Cohen and Everitt, Psychological Bulletin 72, 1969), over clusters.
   *
   * @param answers one per row, in the labels' form
   * @param alpha probability that the bound is above the true excess
   */
  public static Agreement of(
      List<String> answers, List<String> labels, Clusters clusters, double alpha) {
    int rows = answers.size();
    if (rows == 0) {
      return new Agreement(0, 0, -1);
    }
    Map<String, Double> answerShares = shares(answers);
    Map<String, Double> labelShares = shares(labels);
    double share = 0;
    double permuted = 0;
    for (int row = 0; row < rows; row++) {
      share += answers.get(row).equals(labels.get(row)) ? 1.0 / rows : 0;
      permuted += labelShares.getOrDefault(answers.get(row), 0.0) / rows;
    }
    if (clusters.count() < 2) {
      return new Agreement(share, permuted, -1);
    }
    double[] influence = new double[rows];
    for (int row = 0; row < rows; row++) {
      double hit = answers.get(row).equals(labels.get(row)) ? 1 : 0;
      double byChance =
          labelShares.getOrDefault(answers.get(row), 0.0)
              + answerShares.getOrDefault(labels.get(row), 0.0);
      influence[row] = hit - share - (byChance - 2 * permuted);
    }
    // One pseudo row that disagrees with its expectation keeps perfect agreement from being
    // certain.
    double squares = clusters.sumOfSquares(influence) + 1;
    double error = Math.sqrt(clusters.correction() * squares) / (rows + 1);
    double low = share - permuted - StudentT.quantile(alpha, clusters.count() - 1) * error;
    return new Agreement(share, permuted, Math.max(-1, low));
  }

  private static Map<String, Double> shares(List<String> words) {
    Map<String, Double> shares = new HashMap<>();
    for (String word : words) {
      shares.merge(word, 1.0 / words.size(), Double::sum);
    }
    return shares;
  }
}
