package dev.assay.learners.evaluation;

import dev.assay.learners.statistics.Agreement;
import dev.assay.learners.statistics.Clusters;
import dev.assay.learners.statistics.PairedDifference;
import dev.assay.learners.statistics.ShareInterval;
import java.util.List;

/**
 * One release's answers to the holdout beside the labels.
 *
 * @param right whether the answer is the label, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // read in loops, never compared
record Measured(List<String> answers, List<String> labels, boolean[] right, Clusters clusters) {

  static Measured of(List<HoldoutRow> rows, List<String> answers) {
    List<String> labels = rows.stream().map(row -> AnswerText.fingerprint(row.label())).toList();
    boolean[] right = new boolean[rows.size()];
    for (int row = 0; row < right.length; row++) {
      right[row] = answers.get(row).equals(labels.get(row));
    }
    Clusters clusters =
        Clusters.of(
            rows.stream().map(HoldoutRow::principal).toList(),
            rows.stream().map(HoldoutRow::episode).toList());
    return new Measured(answers, labels, right, clusters);
  }

  /** The same on some of the rows, by their positions. */
  Measured on(List<HoldoutRow> rows, List<Integer> positions) {
    return of(
        positions.stream().map(rows::get).toList(), positions.stream().map(answers::get).toList());
  }

  int hits() {
    int hits = 0;
    for (boolean hit : right) {
      hits += hit ? 1 : 0;
    }
    return hits;
  }

  Agreement agreement() {
    return Agreement.of(answers, labels, clusters, HoldoutSensitivity.ALPHA);
  }

  Evaluation.Share share() {
    ShareInterval interval = ShareInterval.of(right, clusters);
    return new Evaluation.Share(interval.value(), interval.low(), interval.high());
  }

  PairedDifference minus(Measured reference, double alpha) {
    return PairedDifference.of(right, reference.right, clusters, alpha);
  }

  /** Of the rows this one answers rightly, the share that the other gets wrong. */
  double lostBy(Measured other) {
    int lost = 0;
    for (int row = 0; row < right.length; row++) {
      lost += right[row] && !other.right[row] ? 1 : 0;
    }
    return lost == 0 ? 0 : (double) lost / hits();
  }
}
