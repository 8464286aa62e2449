package dev.assay.learners.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows may depend on each other. One person's rows do, and so do one episode's; rows joined
 * by a chain of either are one cluster, and clusters are taken to be independent. Clustering at the
 * widest level covers the levels nested in it (Cameron and Miller, "A Practitioner's Guide to
 * Cluster-Robust Inference", Journal of Human Resources 50, 2015).
 */
@SuppressWarnings("ArrayRecordComponent") // read in inner loops, never compared
public record Clusters(int[] ofRow, int count) {

  /** Every row by itself. */
  public static Clusters none(int rows) {
    int[] ids = new int[rows];
    for (int row = 0; row < rows; row++) {
      ids[row] = row;
    }
    return new Clusters(ids, rows);
  }

  /**
   * Joins rows that share a principal or an episode. Where all rows have one principal nothing can
   * be learned from comparing principals, and episodes alone are the clusters.
   */
  public static Clusters of(List<String> principals, List<String> episodes) {
    int rows = principals.size();
    boolean onePrincipal = principals.stream().distinct().count() < 2;
    int[] parent = none(rows).ofRow();
    Map<String, Integer> firstOfPrincipal = new HashMap<>();
    Map<String, Integer> firstOfEpisode = new HashMap<>();
    for (int row = 0; row < rows; row++) {
      if (!onePrincipal) {
        join(parent, row, firstOfPrincipal.computeIfAbsent(principals.get(row), firstRow(row)));
      }
      join(parent, row, firstOfEpisode.computeIfAbsent(episodes.get(row), firstRow(row)));
    }
    Map<Integer, Integer> numbers = new HashMap<>();
    int[] ids = new int[rows];
    for (int row = 0; row < rows; row++) {
      int next = numbers.size();
      ids[row] = numbers.computeIfAbsent(root(parent, row), unseen -> next);
    }
    return new Clusters(ids, numbers.size());
  }

  /** The sum of squared cluster sums of these residuals, with CR1's small-sample factor. */
  double sumOfSquares(double[] residuals) {
    double[] sums = new double[count];
    for (int row = 0; row < residuals.length; row++) {
      sums[ofRow[row]] += residuals[row];
    }
    double total = 0;
    for (double sum : sums) {
      total += sum * sum;
    }
    return total;
  }

  /** CR1's factor G / (G - 1), which makes up for estimating the mean from the same clusters. */
  double correction() {
    return count / (count - 1.0);
  }

  private static java.util.function.Function<String, Integer> firstRow(int row) {
    return unseen -> row;
  }

  private static void join(int[] parent, int one, int other) {
    parent[root(parent, one)] = root(parent, other);
  }

  private static int root(int[] parent, int row) {
    int at = row;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
