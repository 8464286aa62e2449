package dev.assay.learners.statistics;

/**
 * A share with its two-sided 95 % score interval (Wilson, JASA 22, 1927), on as many independent
 * rows as the clusters are worth (Korn and Graubard, "Confidence intervals for proportions with
 * small expected number of positive counts estimated from survey data", Survey Methodology 24,
 * 1998).
 */
public record ShareInterval(double value, double low, double high) {
  private static final double TAIL = 0.025;

  /** No rows say nothing: 0 within 0 to 1. */
  public static ShareInterval of(boolean[] right, Clusters clusters) {
    int rows = right.length;
    if (rows == 0) {
      return new ShareInterval(0, 0, 1);
    }
    double share = 0;
    for (boolean hit : right) {
      share += hit ? 1.0 / rows : 0;
    }
    if (clusters.count() < 2) {
      return new ShareInterval(share, 0, 1);
    }
    double z = StudentT.quantile(TAIL, clusters.count() - 1);
    double n = rows / designEffect(right, share, clusters);
    double center = (share + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    return new ShareInterval(share, Math.max(0, center - half), Math.min(1, center + half));
  }

  /** How many times the variance of independent rows the clusters have; never taken below 1. */
  private static double designEffect(boolean[] right, double share, Clusters clusters) {
    double independent = share * (1 - share) * right.length;
    if (independent <= 0) {
      return 1;
    }
    double[] residuals = new double[right.length];
    for (int row = 0; row < right.length; row++) {
      residuals[row] = (right[row] ? 1 : 0) - share;
    }
    return Math.max(1, clusters.correction() * clusters.sumOfSquares(residuals) / independent);
  }
}
