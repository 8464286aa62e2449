package dev.assay.gateway.upstream;

import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.Outbound;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.Target;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tries the permitted targets in their order until one answers. Only what happened before the first
 * byte leads to another try; a target that keeps failing rests for a while.
 */
public final class Router {
  /** How long a target that failed too often is left alone. */
  static final Duration REST = Duration.ofSeconds(5);

  private final Map<String, Upstream> upstreams;
  private final CircuitBreakerConfig breaking;
  private final Map<Target, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  /**
   * Routes to these providers.
   *
   * @param upstreams by provider name
   * @param clock by which a target has rested
   */
  public Router(Map<String, Upstream> upstreams, Clock clock) {
    this.upstreams = Map.copyOf(upstreams);
    this.breaking =
        CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(50)
            .minimumNumberOfCalls(20)
            .failureRateThreshold(50)
            .waitDurationInOpenState(REST)
            .permittedNumberOfCallsInHalfOpenState(3)
            .clock(clock)
            .build();
  }

  /** The first answer that may be passed on; fails with {@link NoTargetAnswered}. */
  public Future<Routed> route(Permitted permitted, Injection injection, Recall recall) {
    return tryNext(permitted, injection, recall, 0, false, new ArrayList<>());
  }

  private Future<Routed> tryNext(
      Permitted permitted,
      Injection injection,
      Recall recall,
      int position,
      boolean again,
      List<Attempt> attempts) {
    Target target = permitted.targets().get(position);
    boolean last = position == permitted.targets().size() - 1;
    long started = System.nanoTime();
    return send(permitted, injection, target, recall)
        .transform(sent -> {
          long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started);
          if (sent.succeeded()) {
            UpstreamAnswer answer = sent.result();
            attempts.add(new Attempt(target, Integer.toString(answer.status()), micros));
            if (last || !worthAnother(answer.status())) {
              return Future.succeededFuture(new Routed(target, answer, attempts));
            }
            answer.cancel();
            return tryNext(permitted, injection, recall, position + 1, false, attempts);
          }
          UpstreamFailure failure = (UpstreamFailure) sent.cause();
          attempts.add(new Attempt(target, failure.kind().name().toLowerCase(Locale.ROOT), micros));
          if (failure.kind() == UpstreamFailure.Kind.RECALLED) {
            return Future.failedFuture(new NoTargetAnswered(attempts, failure));
          }
          if (!last) {
            return tryNext(permitted, injection, recall, position + 1, false, attempts);
          }
          if (worthOneMore(failure) && !again) {
            return tryNext(permitted, injection, recall, position, true, attempts);
          }
          return Future.failedFuture(new NoTargetAnswered(attempts, failure));
        });
  }

  private Future<UpstreamAnswer> send(
      Permitted permitted, Injection injection, Target target, Recall recall) {
    // First: what can't be sent must not take one of a resting target's few tries with it.
    Outbound outbound = permitted.outbound(injection, target);
    CircuitBreaker breaker =
        breakers.computeIfAbsent(
            target, t -> CircuitBreaker.of(t.provider() + "/" + t.model(), breaking));
    Upstream upstream = upstreams.get(target.provider());
    if (upstream == null || !breaker.tryAcquirePermission()) {
      return Future.failedFuture(
          new UpstreamFailure(
              UpstreamFailure.Kind.RESTING,
              "provider '" + target.provider() + "' failed too often and rests for some seconds"));
    }
    long started = System.nanoTime();
    return upstream
        .send(outbound, recall)
        .onComplete(sent -> {
          long nanos = System.nanoTime() - started;
          if (sent.succeeded() && sent.result().status() < 500) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
          } else if (sent.succeeded()) {
            breaker.onError(
                nanos,
                TimeUnit.NANOSECONDS,
                new UpstreamFailure(UpstreamFailure.Kind.BROKEN, "status 5xx"));
          } else if (recall.called()) {
            breaker.releasePermission();
          } else {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, sent.cause());
          }
        });
  }

  /**
   * A provider that was never reached has not begun the work; one that closed a kept-alive
   * connection under a request has not either, and a chat that was begun twice only costs twice.
   */
  private static boolean worthOneMore(UpstreamFailure failure) {
    return failure.kind() == UpstreamFailure.Kind.UNREACHABLE
        || failure.kind() == UpstreamFailure.Kind.BROKEN;
  }

  /**
   * Overload, a refused provider key and the provider's own faults; never the client's mistakes.
   */
  private static boolean worthAnother(int status) {
    return status >= 500 || status == 429 || status == 401 || status == 403 || status == 408;
  }
}
