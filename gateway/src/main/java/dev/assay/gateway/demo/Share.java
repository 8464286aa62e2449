package dev.assay.gateway.demo;

import java.util.Map;

/**
 * A share with its 95 % interval (Wilson 1927, the score interval).
 *
 * @param of how many it is a share of
 */
record Share(double value, double low, double high, int of) {
  private static final double Z = 1.959964;

  static Share of(long hits, int total) {
    if (total == 0) {
      return new Share(0, 0, 1, 0);
    }
    double p = (double) hits / total;
    double z2 = Z * Z;
    double centre = (p + z2 / (2 * total)) / (1 + z2 / total);
    double half =
        Z * Math.sqrt(p * (1 - p) / total + z2 / (4.0 * total * total)) / (1 + z2 / total);
    return new Share(p, Math.max(0, centre - half), Math.min(1, centre + half), total);
  }

  boolean above(Share other) {
    return low > other.high;
  }

  Map<String, Object> json() {
    return Map.of(
        "accuracy", round(value), "ci95", java.util.List.of(round(low), round(high)), "rows", of);
  }

  private static double round(double share) {
    return Math.round(share * 10_000) / 10_000.0;
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT, "%5.1f %%  [%.1f, %.1f]", 100 * value, 100 * low, 100 * high);
  }
}
