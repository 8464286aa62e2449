package dev.assay.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShareTest {
  /** Reference values: Wilson's score interval for 15 of 100, and for the ends. */
  @Test
  void isWilsonsInterval() {
    Share share = Share.of(15, 100);
    assertThat(share.low()).isCloseTo(0.0931, within(5e-4));
    assertThat(share.high()).isCloseTo(0.2328, within(5e-4));
    assertThat(Share.of(0, 10).low()).isZero();
    assertThat(Share.of(0, 10).high()).isCloseTo(0.2775, within(5e-4));
    assertThat(Share.of(10, 10).high()).isCloseTo(1, within(1e-9));
  }

  @Test
  void nothingSeenIsNothingKnown() {
    assertThat(Share.of(0, 0)).isEqualTo(new Share(0, 0, 1, 0));
  }

  @Test
  void isAboveOnlyWhereIntervalsDoNotTouch() {
    assertThat(Share.of(80, 100).above(Share.of(60, 100))).isTrue();
    assertThat(Share.of(65, 100).above(Share.of(60, 100))).isFalse();
  }
}
