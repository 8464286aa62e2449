package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {

  @Test
  void requestsStartAtAFixedRateWhateverBecameOfThoseBefore() {
    Arrivals arrivals = new Arrivals(1_000, 500);

    assertThat(arrivals.intendedNanos(0)).isEqualTo(1_000);
    assertThat(arrivals.intendedNanos(1)).isEqualTo(2_001_000);
    assertThat(arrivals.intendedNanos(500)).isEqualTo(1_000_001_000);
  }

  @Test
  void aRateThatDoesNotDivideASecondDoesNotDrift() {
    assertThat(new Arrivals(0, 3).intendedNanos(3_000_000)).isEqualTo(1_000_000_000_000_000L);
  }

  @Test
  void asManyStartAsTheRateSays() {
    assertThat(new Arrivals(0, 500).within(3_000_000_000L)).isEqualTo(1_500);
    assertThat(new Arrivals(0, 7).within(500_000_000L)).isEqualTo(3);
  }

  @Test
  void waitsUntilARequestIsDueAndNotForOneThatWas() {
    Arrivals arrivals = new Arrivals(System.nanoTime(), 200);

    arrivals.await(2);

    assertThat(System.nanoTime()).isGreaterThanOrEqualTo(arrivals.intendedNanos(2));
    arrivals.await(0);
  }
}
