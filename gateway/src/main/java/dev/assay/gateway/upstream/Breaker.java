package dev.assay.gateway.upstream;

import static dev.assay.gateway.upstream.UpstreamFailure.Kind.BROKEN;

import dev.assay.config.Fault;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Leaves alone for a while what failed at half of the last 20 to 50 tries. May be used from several
 * threads.
 */
final class Breaker {
  /** How long it leaves it alone. */
  static final Duration REST = Duration.ofSeconds(5);

  private static final Duration NEVER = Duration.ofDays(365);

  private final CircuitBreaker breaker;
  private final Clock clock;
  private volatile long restsUntilMillis;

  /**
   * Closed at first.
   *
   * @param opens told each time that it begins to rest
   */
  Breaker(String name, Clock clock, Runnable opens) {
    this.clock = clock;
    this.breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(50)
                .minimumNumberOfCalls(20)
                .failureRateThreshold(50)
                .waitDurationInOpenState(REST)
                // A long answer is slow and right.
                .slowCallDurationThreshold(NEVER)
                .permittedNumberOfCallsInHalfOpenState(3)
                .clock(clock)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(moved -> {
          boolean opened = moved.getStateTransition().getToState() == CircuitBreaker.State.OPEN;
          restsUntilMillis = opened ? clock.millis() + REST.toMillis() : 0;
          if (opened) {
            opens.run();
          }
        });
  }

  /** Until it may be tried again, in milliseconds; 0 when it may. */
  long restMillis() {
    return Math.max(0, restsUntilMillis - clock.millis());
  }

  CircuitBreaker.State state() {
    return breaker.getState();
  }

  /** Whether it may be tried now; then how that ends must be told. */
  boolean tryBegin() {
    return breaker.tryAcquirePermission();
  }

  /** It was not tried after all, or says nothing. */
  void release() {
    breaker.releasePermission();
  }

  void good(long nanos) {
    breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
  }

  void bad(Fault fault, long nanos) {
    breaker.onError(nanos, TimeUnit.NANOSECONDS, new UpstreamFailure(BROKEN, fault.word()));
  }
}
