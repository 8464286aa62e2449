package dev.assay.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Latency latency = new Latency(nanos::get);

  @Test
  void nothingIsKnownOfATargetThatWasNeverAsked() {
    assertThat(latency.estimate()).isEmpty();
    assertThat(latency.average()).isEmpty();
  }

  @Test
  void anOldSampleWeighsAsMuchAsItsAgeLeavesIt() {
    latency.sample(100);
    seconds(10);
    latency.sample(200);

    assertThat(latency.average().orElseThrow())
        .isCloseTo(100 * Math.exp(-1) + 200 * (1 - Math.exp(-1)), within(1e-9));
  }

  @Test
  void aTargetThatIsNotAskedLooksFasterUntilItIs() {
    latency.sample(1_000);
    seconds(20);

    assertThat(latency.estimate().orElseThrow()).isCloseTo(1_000 * Math.exp(-2), within(1e-9));
    assertThat(latency.average()).hasValue(1_000);
  }

  @Test
  void whatWasNotWaitedForToTheEndCountsOnlyWhereItIsSlower() {
    latency.sample(1_000);
    seconds(10);
    latency.atLeast(10);
    assertThat(latency.average()).hasValue(1_000);
    latency.atLeast(5_000);
    assertThat(latency.average().orElseThrow()).isGreaterThan(1_000);
  }

  private void seconds(int seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }
}
