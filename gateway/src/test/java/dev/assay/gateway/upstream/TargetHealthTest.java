package dev.assay.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.Fault;
import dev.assay.policies.tenant.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TargetHealthTest {
  private static final long LONG = TimeUnit.MINUTES.toNanos(9);

  private static final int ENOUGH = 20;

  private final TargetHealth health =
      new TargetHealth(
          Requests.target("a", "m"),
          new SimpleMeterRegistry(),
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  private final Standing acme = health.of(new TenantId("acme"));
  private final Standing globex = health.of(new TenantId("globex"));

  @Test
  void slowAndRightIsNoFault() {
    for (int i = 0; i < 100; i++) {
      assertThat(acme.tryBegin()).isTrue();
      acme.answered(200, Optional.empty(), LONG, LONG);
      acme.over();
    }
    assertThat(health.breakerState()).isEqualTo("closed");
  }

  @Test
  void oneTenantsFailuresShutItForNobodyElse() {
    fail(acme, Fault.SERVER_ERROR);
    assertThat(acme.tryBegin()).isFalse();
    assertThat(acme.restMillis()).isEqualTo(Breaker.REST.toMillis());
    assertThat(globex.restMillis()).isZero();
    assertThat(globex.tryBegin()).isTrue();
    assertThat(health.breakerState()).isEqualTo("open");
    assertThat(health.restsForTenants()).isEqualTo(1);
  }

  @Test
  void thatItCannotBeReachedShutsItForAll() {
    fail(acme, Fault.UNREACHABLE);
    assertThat(acme.tryBegin()).isFalse();
    assertThat(globex.tryBegin()).isFalse();
    assertThat(globex.restMillis()).isEqualTo(Breaker.REST.toMillis());
    assertThat(health.restsForTenants()).isZero();
  }

  @Test
  void whereItFailsAtSeveralTenantsAndAnswersNobodyItRestsForAll() {
    Standing third = health.of(new TenantId("initech"));
    for (int i = 0; i < ENOUGH; i++) {
      failOnce(acme, Fault.TIMEOUT);
      failOnce(globex, Fault.TIMEOUT);
      failOnce(third, Fault.TIMEOUT);
      if (!third.tryBegin()) {
        break;
      }
      third.notBegun();
    }
    assertThat(health.of(new TenantId("hooli")).tryBegin())
        .as("who has not asked it yet")
        .isFalse();
  }

  @Test
  void oneAnswerShowsThatItIsNotTheTarget() {
    Standing third = health.of(new TenantId("initech"));
    for (int i = 0; i < ENOUGH - 1; i++) {
      failOnce(acme, Fault.TIMEOUT);
      failOnce(globex, Fault.TIMEOUT);
      third.tryBegin();
      third.answered(200, Optional.empty(), 1, LONG);
      third.over();
    }
    assertThat(health.of(new TenantId("hooli")).tryBegin()).isTrue();
  }

  private static void failOnce(Standing standing, Fault fault) {
    if (standing.tryBegin()) {
      standing.failed(fault, 1, LONG);
      standing.over();
    }
  }

  @Test
  void whatIsRefusedIsNotUnderWay() {
    fail(acme, Fault.TIMEOUT);
    assertThat(acme.tryBegin()).isFalse();
    assertThat(health.pending()).isZero();
  }

  private static void fail(Standing standing, Fault fault) {
    for (int i = 0; i < ENOUGH; i++) {
      assertThat(standing.tryBegin()).isTrue();
      standing.failed(fault, 1, LONG);
      standing.over();
    }
  }

  @Test
  void aRequestThatDidNotComeWholeIsNoFaultEither() {
    assertThat(Statuses.fault(408, true)).contains(Fault.TIMEOUT);
    assertThat(Statuses.fault(408, false)).isEmpty();
    assertThat(Statuses.fault(504, false)).contains(Fault.TIMEOUT);
  }
}
