package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assay.gateway.bench.Latencies.Percentiles;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatenciesTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "50, 50", "90, 90", "99, 99", "99.1, 100", "100, 100"})
  void takesTheNearestRankOfAHundred(double percent, long expected) {
    long[] downwards = LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray();

    assertThat(Latencies.of(downwards).percentileNanos(percent)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"33, 10", "34, 20", "50, 20", "66, 20", "67, 30"})
  void givesAMeasuredDurationAndNeverOneInBetween(double percent, long expected) {
    assertThat(Latencies.of(30, 10, 20).percentileNanos(percent)).isEqualTo(expected);
  }

  @Test
  void aSingleDurationIsEveryPercentile() {
    assertThat(Latencies.of(1_234_567).percentiles())
        .isEqualTo(new Percentiles(1.234, 1.234, 1.234));
  }

  @Test
  void subtractsPercentileByPercentileAndMayBeNegative() {
    Percentiles governed = new Percentiles(0.5, 0.9, 1.1);
    Percentiles direct = new Percentiles(0.1, 0.2, 1.4);

    assertThat(governed.minus(direct)).isEqualTo(new Percentiles(0.4, 0.7, -0.3));
  }

  @Test
  void reportsTheMiddleAndTheTail() {
    long[] thousand = LongStream.rangeClosed(1, 1000).map(i -> i * 1_000_000).toArray();

    assertThat(Latencies.of(thousand).percentiles()).isEqualTo(new Percentiles(500, 990, 999));
  }

  @Test
  void refusesNothingAndWhatIsNoPercentile() {
    assertThatIllegalArgumentException().isThrownBy(Latencies::of);
    Latencies one = Latencies.of(1);
    assertThatIllegalArgumentException().isThrownBy(() -> one.percentileNanos(0));
    assertThatIllegalArgumentException().isThrownBy(() -> one.percentileNanos(100.5));
    assertThatIllegalArgumentException().isThrownBy(() -> one.percentileNanos(Double.NaN));
  }
}
