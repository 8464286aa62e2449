package dev.assay.learners.spending;

import java.math.BigDecimal;

/** Nanodollars (1e-9 USD), written as US dollars exactly. */
final class Usd {
  private static final int NANO = 9;

  private Usd() {}

  /** With all nine decimals, so that columns line up. */
  static String figure(long nanoUsd) {
    return BigDecimal.valueOf(nanoUsd, NANO).toPlainString();
  }

  /** With no more decimals than it takes. */
  static String words(long nanoUsd) {
    return BigDecimal.valueOf(nanoUsd, NANO).stripTrailingZeros().toPlainString();
  }
}
