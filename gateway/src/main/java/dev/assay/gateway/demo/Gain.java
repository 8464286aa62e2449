package dev.assay.gateway.demo;

import dev.assay.learners.statistics.Clusters;
import dev.assay.learners.statistics.PairedDifference;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * By how much one arm answers the same rows better than another, with a 95 % interval that is the
 * evaluation's own ({@link PairedDifference}), from both sides.
 *
 * @param value difference of the two shares, -1 to 1
 */
record Gain(double value, double low, double high, int rows) {
  private static final double TAIL = 0.025;

  static Gain of(boolean[] better, boolean[] than) {
    Clusters rows = Clusters.none(better.length);
    PairedDifference up = PairedDifference.of(better, than, rows, TAIL);
    PairedDifference down = PairedDifference.of(than, better, rows, TAIL);
    return new Gain(up.difference(), up.low(), -down.low(), better.length);
  }

  boolean isAboveZero() {
    return low > 0;
  }

  boolean isBelowZero() {
    return high < 0;
  }

  Map<String, Object> json() {
    return Map.of(
        "points",
        round(value),
        "ci95",
        List.of(round(low), round(high)),
        "rows",
        rows,
        "aboveZero",
        isAboveZero());
  }

  private static double round(double share) {
    return Math.round(share * 1_000) / 10.0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%+.1f points  [%+.1f, %+.1f]", 100 * value, 100 * low, 100 * high);
  }
}
