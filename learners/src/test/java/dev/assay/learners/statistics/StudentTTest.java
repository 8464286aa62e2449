package dev.assay.learners.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {
  /** Values of the usual printed tables. */
  @ParameterizedTest
  @CsvSource({
    "0.05, 1, 6.3138",
    "0.025, 2, 4.3027",
    "0.05, 9, 1.8331",
    "0.025, 24, 2.0639",
    "0.01, 30, 2.4573",
    "0.0375, 24, 1.8613",
    "0.05, 1000, 1.6464"
  })
  void agreesWithPrintedTables(double tail, int degrees, double expected) {
    assertThat(StudentT.quantile(tail, degrees)).isCloseTo(expected, within(2e-4));
  }

  @Test
  void halfLiesAboveZero() {
    assertThat(StudentT.quantile(0.5, 7)).isCloseTo(0, within(1e-9));
  }

  @Test
  void refusesWhatHasNoQuantile() {
    assertThatThrownBy(() -> StudentT.quantile(0, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StudentT.quantile(0.05, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
