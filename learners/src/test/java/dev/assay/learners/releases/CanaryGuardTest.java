package dev.assay.learners.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CanaryGuardTest {
  @Test
  void theBoundIsWilsons() {
    // 10 of 20 at one-sided 95 %: 0.3274 by the closed form.
    assertThat(CanaryGuard.lowerBound(10, 20)).isCloseTo(0.3274, within(0.001));
  }

  @Test
  void oneErrorAmongFewIsNotSurelyARateAboveTheLimit() {
    assertThat(CanaryGuard.lowerBound(1, 20)).isLessThan(0.02);
    assertThat(CanaryGuard.lowerBound(8, 20)).isGreaterThan(0.2);
  }
}
