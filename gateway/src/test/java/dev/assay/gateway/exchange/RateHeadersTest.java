package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateHeadersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ms",
    "20000000, 20ms",
    "999000001, 1s",
    "1000000000, 1s",
    "1500000000, 1.5s",
    "8639000000, 8.639s",
    "60000000000, 1m0s",
    "360000000000, 6m0s",
    "61050000000, 1m1.05s",
    "3661000000000, 1h1m1s",
    "-5, 0s"
  })
  void durationsAreWrittenAsOpenAiWritesThem(long nanos, String written) {
    assertThat(RateHeaders.duration(nanos)).isEqualTo(written);
  }
}
