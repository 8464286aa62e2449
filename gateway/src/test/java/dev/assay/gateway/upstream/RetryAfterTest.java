package dev.assay.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-06T08:49:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17 | PT17S",
        "0 | PT0S",
        "1.5 | PT1.5S",
        "Fri, 06 Nov 2026 08:49:37 GMT | PT37S",
        "Fri, 06 Nov 2026 08:00:00 GMT | PT0S",
      })
  void secondsAndDates(String value, Duration wait) {
    assertThat(RetryAfter.of(headers("retry-after", value), NOW)).contains(wait);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1e9", "99999999999", "2026-11-06"})
  void whatIsNeitherSaysNothing(String value) {
    assertThat(RetryAfter.of(headers("retry-after", value), NOW)).isEmpty();
  }

  @Test
  void millisecondsAreMoreExact() {
    assertThat(RetryAfter.of(headers("retry-after", "2").add("retry-after-ms", "1250"), NOW))
        .contains(Duration.ofMillis(1_250));
  }

  private static MultiMap headers(String name, String value) {
    return MultiMap.caseInsensitiveMultiMap().add(name, value);
  }
}
