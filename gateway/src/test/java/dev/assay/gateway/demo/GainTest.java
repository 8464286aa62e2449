package dev.assay.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GainTest {
  private static boolean[] first(int right, int of) {
    boolean[] answers = new boolean[of];
    java.util.Arrays.fill(answers, 0, right, true);
    return answers;
  }

  @Test
  void whatIsBetterOnManyRowsIsAboveZeroAndTheOtherWayRoundBelow() {
    Gain gain = Gain.of(first(30, 36), first(10, 36));
    assertThat(gain.value()).isCloseTo(20 / 36.0, within(1e-9));
    assertThat(gain.isAboveZero()).isTrue();
    assertThat(gain.low()).isLessThan(gain.value());
    assertThat(gain.high()).isBetween(gain.value() - 0.1, 1.0);
    Gain loss = Gain.of(first(10, 36), first(30, 36));
    assertThat(loss.isBelowZero()).isTrue();
    assertThat(loss.low()).isCloseTo(-gain.high(), within(1e-9));
  }

  @Test
  void oneRowMoreSaysNothing() {
    Gain gain = Gain.of(first(11, 36), first(10, 36));
    assertThat(gain.isAboveZero()).isFalse();
    assertThat(gain.isBelowZero()).isFalse();
  }

  @Test
  void rowsThatNeverDifferLeaveDoubt() {
    Gain gain = Gain.of(first(10, 36), first(10, 36));
    assertThat(gain.value()).isZero();
    assertThat(gain.low()).isNegative();
    assertThat(gain.high()).isPositive();
  }
}
