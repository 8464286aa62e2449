package dev.assay.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.Fault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TargetHealthTest {
  private static final long LONG = TimeUnit.MINUTES.toNanos(9);

  private final TargetHealth health =
      new TargetHealth(
          Requests.target("a", "m"),
          new SimpleMeterRegistry(),
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  @Test
  void slowAndRightIsNoFault() {
    for (int i = 0; i < 100; i++) {
      assertThat(health.tryBegin()).isTrue();
      health.answered(200, Optional.empty(), LONG, LONG);
    }
    assertThat(health.breakerState()).isEqualTo("closed");
  }

  @Test
  void aRequestThatDidNotComeWholeIsNoFaultEither() {
    assertThat(Statuses.fault(408, true)).contains(Fault.TIMEOUT);
    assertThat(Statuses.fault(408, false)).isEmpty();
    assertThat(Statuses.fault(504, false)).contains(Fault.TIMEOUT);
  }
}
