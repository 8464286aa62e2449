package dev.assay.gateway.upstream;

import static dev.assay.gateway.upstream.UpstreamFailure.Kind.BROKEN;

import dev.assay.config.Fault;
import dev.assay.policies.judge.Target;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one target does, by the traffic it gets. May be used from several threads. */
final class TargetHealth {
  /** How long a target that failed too often is left alone. */
  static final Duration REST = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(TargetHealth.class);
  private static final Duration NEVER = Duration.ofDays(365);

  private final Target target;
  private final Clock clock;
  private final CircuitBreaker breaker;
  private final Latency latency = new Latency(System::nanoTime);
  private final AtomicInteger pending = new AtomicInteger();
  private final Map<String, Counter> outcomes = new ConcurrentHashMap<>();
  private final MeterRegistry metrics;
  private final TargetNews news;
  private volatile long restsUntilMillis;

  TargetHealth(Target target, MeterRegistry metrics, Clock clock) {
    this.target = target;
    this.metrics = metrics;
    this.clock = clock;
    this.news = new TargetNews(target.provider() + "/" + target.model(), LOG::warn, LOG::info);
    this.breaker =
        CircuitBreaker.of(
            target.provider() + "/" + target.model(),
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
            news.rests();
          }
        });
  }

  Target target() {
    return target;
  }

  /** Until it is asked again; 0 when it may be. */
  long restMillis() {
    return Math.max(0, restsUntilMillis - clock.millis());
  }

  int pending() {
    return pending.get();
  }

  Latency latency() {
    return latency;
  }

  /** Whether it may be asked now; then how that ends must be told. */
  boolean tryBegin() {
    if (!breaker.tryAcquirePermission()) {
      return false;
    }
    pending.incrementAndGet();
    return true;
  }

  /** It was not asked after all. */
  void notBegun() {
    breaker.releasePermission();
    pending.decrementAndGet();
  }

  /**
   * Its answer's head is here; the request is under way until {@link #over}.
   *
   * @param fault what its status says of it
   */
  void answered(int status, Optional<Fault> fault, long nanos, long slowestNanos) {
    if (fault.isPresent()) {
      failed(fault.get(), nanos, slowestNanos);
      return;
    }
    breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    if (breaker.getState() == CircuitBreaker.State.CLOSED) {
      news.works();
    }
    if (status < 400) {
      // A request that is wrong is refused sooner than a right one is answered.
      latency.sample(nanos);
    }
    count(status < 400 ? "answered" : "rejected");
  }

  /**
   * It failed.
   *
   * @param slowestNanos what it counts as: failing fast must not look like answering fast
   */
  void failed(Fault fault, long nanos, long slowestNanos) {
    news.failed(fault);
    if (Statuses.broken(fault)) {
      breaker.onError(nanos, TimeUnit.NANOSECONDS, new UpstreamFailure(BROKEN, fault.word()));
    } else {
      breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }
    latency.sample(Math.max(nanos, slowestNanos));
    count(fault.word());
  }

  /** Nobody waited for it to the end, which says no more of it than that it took that long. */
  void abandoned(String why, long nanos) {
    breaker.releasePermission();
    latency.atLeast(nanos);
    count(why);
  }

  /** Nothing of the request is under way any more. */
  void over() {
    pending.decrementAndGet();
  }

  String breakerState() {
    return breaker.getState().name().toLowerCase(Locale.ROOT);
  }

  /** How often it ended how, by the words of metrics. */
  Map<String, Long> outcomes() {
    Map<String, Long> counts = new TreeMap<>();
    outcomes.forEach((word, counter) -> counts.put(word, (long) counter.count()));
    return counts;
  }

  private void count(String outcome) {
    outcomes
        .computeIfAbsent(
            outcome,
            word ->
                Counter.builder("assay.provider.requests")
                    .description("Requests to providers, by how they ended")
                    .tag("provider", target.provider())
                    .tag("model", TargetHealths.label(target))
                    .tag("outcome", word)
                    .register(metrics))
        .increment();
  }
}
