package dev.assay.learners.statistics;

/**
 * The difference of two shares measured on the same rows.
 *
 * <p>The estimate shrinks towards zero by two pseudo pairs, spread evenly over the four outcomes a
 * pair can have (Agresti and Min, "Simple improved confidence intervals for comparing matched
 * proportions", Statistics in Medicine 24, 2005), so that rows which never disagree still leave
 * doubt. Its variance is linearised over clusters with the CR1 correction and bounded with
 * Student's t on clusters - 1 degrees of freedom (Cameron and Miller 2015). The pseudo pairs count
 * as clusters of their own in the sum, never in the degrees of freedom.
 *
 * @param difference the plain difference of the two shares, -1 to 1
 * @param low one-sided lower confidence bound; -1 when fewer than two clusters say anything
 * @param discordant rows on which the two differ
 */
public record PairedDifference(double difference, double low, int discordant) {
  private static final double PSEUDO_PAIRS = 2;

  /**
   * Compares right and wrong answers, row by row.
   *
   * @param alpha probability that the bound is above the true difference, above 0, at most 0.5
   */
  public static PairedDifference of(
      boolean[] candidate, boolean[] reference, Clusters clusters, double alpha) {
    int rows = candidate.length;
    double[] differences = new double[rows];
    int discordant = 0;
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      differences[row] = (candidate[row] ? 1 : 0) - (reference[row] ? 1 : 0);
      sum += differences[row];
      discordant += candidate[row] == reference[row] ? 0 : 1;
    }
    double plain = rows == 0 ? 0 : sum / rows;
    if (clusters.count() < 2) {
      return new PairedDifference(plain, -1, discordant);
    }
    double weight = rows + PSEUDO_PAIRS;
    double center = sum / weight;
    double[] residuals = new double[rows];
    for (int row = 0; row < rows; row++) {
      residuals[row] = differences[row] - center;
    }
    double squares = clusters.sumOfSquares(residuals) + pseudoSquares(center);
    double error = Math.sqrt(clusters.correction() * squares) / weight;
    double low = center - StudentT.quantile(alpha, clusters.count() - 1) * error;
    return new PairedDifference(plain, Math.max(-1, low), discordant);
  }

  /** Half a pair won, half a pair lost, one pair equal. */
  private static double pseudoSquares(double center) {
    return 0.5 * square(1 - center) + 0.5 * square(-1 - center) + square(center);
  }

  private static double square(double value) {
    return value * value;
  }
}
