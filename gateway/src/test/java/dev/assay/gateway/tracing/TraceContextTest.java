package dev.assay.gateway.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers of a client are a trace. */
class TraceContextTest {
  private static final String GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void aTraceGoesOnAsItCame() {
    assertThat(TraceContext.of(GOOD, "vendor=a").orElseThrow().headers())
        .isEqualTo(Map.of("traceparent", GOOD, "tracestate", "vendor=a"));
    assertThat(TraceContext.of(GOOD, null).orElseThrow().headers())
        .isEqualTo(Map.of("traceparent", GOOD));
  }

  @Test
  void aLaterVersionMayAddToIt() {
    String later = GOOD.replace("00-4", "cc-4") + "-what-comes";
    assertThat(TraceContext.of(later, null).orElseThrow().parent()).isEqualTo(later);
  }

  @Test
  void aStateTooLongToBePassedOnIsLeftOut() {
    assertThat(TraceContext.of(GOOD, "x".repeat(513)).orElseThrow().headers())
        .isEqualTo(Map.of("traceparent", GOOD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"
      })
  void whatIsNotWellFormedIsAsGoodAsNotSent(String parent) {
    assertThat(TraceContext.of(parent, "vendor=a")).isEmpty();
  }
}
