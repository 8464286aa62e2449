package dev.assay.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLimitTest {
  private static final long ARRIVED = 5_000_000_000L;

  @Test
  void nobodyWhoSaysNothingIsHurried() {
    assertThat(TimeLimit.of(headers(), ARRIVED)).contains(TimeLimit.NONE);
  }

  @Test
  void assaysOwnHeaderBoundsHeadAndWhole() {
    OptionalLong at = OptionalLong.of(ARRIVED + 1_500_000_000L);

    assertThat(TimeLimit.of(headers("x-assay-timeout-ms", "1500"), ARRIVED))
        .contains(new TimeLimit(at, at));
  }

  @Test
  void anSdksHeaderBoundsTheHeadAlone() {
    assertThat(TimeLimit.of(headers("x-stainless-timeout", "20"), ARRIVED))
        .contains(new TimeLimit(OptionalLong.of(ARRIVED + 20_000_000_000L), OptionalLong.empty()));
  }

  @Test
  void theShorterOfBothBoundsTheHead() {
    TimeLimit limit =
        TimeLimit.of(headers("x-stainless-timeout", "1", "x-assay-timeout-ms", "9000"), ARRIVED)
            .orElseThrow();

    assertThat(limit.headAtNanos()).hasValue(ARRIVED + 1_000_000_000L);
    assertThat(limit.totalAtNanos()).hasValue(ARRIVED + 9_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5", "1s", "9999999999", "0x10", "1 "})
  void whatIsNoNumberOfMillisecondsIsRefused(String value) {
    assertThat(TimeLimit.of(headers("x-assay-timeout-ms", value), ARRIVED)).isEmpty();
  }

  @Test
  void twoOfThemAreRefused() {
    assertThat(TimeLimit.of(headers("x-assay-timeout-ms", "1", "x-assay-timeout-ms", "2"), ARRIVED))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "soon", "1e3", "NaN", "9999999"})
  void anSdksHeaderInAnotherFormIsPassedOver(String value) {
    assertThat(TimeLimit.of(headers("x-stainless-timeout", value), ARRIVED))
        .contains(TimeLimit.NONE);
  }

  private static MultiMap headers(String... pairs) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < pairs.length; i += 2) {
      headers.add(pairs[i], pairs[i + 1]);
    }
    return headers;
  }
}
