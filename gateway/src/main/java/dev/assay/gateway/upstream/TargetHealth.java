package dev.assay.gateway.upstream;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.assay.config.Fault;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one target does, by the traffic it gets. May be used from several threads. */
final class TargetHealth {
  private static final Logger LOG = LoggerFactory.getLogger(TargetHealth.class);
  private static final int MAX_TENANTS = 10_000;

  /** So many tenants at whose requests it fails are no one tenant's doing. */
  private static final int SEVERAL = 3;

  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private final Target target;
  private final Breaker reach;
  private final LoadingCache<TenantId, Standing> standings;
  private final Latency latency = new Latency(System::nanoTime);
  private final AtomicInteger pending = new AtomicInteger();
  private final Map<String, Counter> outcomes = new ConcurrentHashMap<>();
  private final MeterRegistry metrics;
  private final TargetNews news;
  private final Set<TenantId> failing = ConcurrentHashMap.newKeySet();

  TargetHealth(Target target, MeterRegistry metrics, Clock clock) {
    String name = target.provider() + "/" + target.model();
    this.target = target;
    this.metrics = metrics;
    this.news = news(name, "");
    this.reach = new Breaker(name, clock, news::rests);
    this.standings =
        Caffeine.newBuilder()
            .maximumSize(MAX_TENANTS)
            .expireAfterAccess(FORGOTTEN)
            .executor(Runnable::run)
            .build(tenant -> {
              TargetNews its = news(name, " for tenant " + tenant.value());
              return new Standing(tenant, this, reach, new Breaker(name, clock, its::rests), its);
            });
  }

  private static TargetNews news(String name, String whose) {
    return new TargetNews(name, whose, LOG::warn, LOG::info);
  }

  /** Of what all tenants share. */
  TargetNews news() {
    return news;
  }

  Target target() {
    return target;
  }

  /** How it does for this tenant. */
  Standing of(TenantId tenant) {
    return standings.get(tenant);
  }

  private Stream<Breaker> breakers() {
    return Stream.concat(Stream.of(reach), standings.asMap().values().stream().map(Standing::own));
  }

  /** Until it is asked again for everyone, in milliseconds; 0 when it may be. */
  long restMillis() {
    return breakers().mapToLong(Breaker::restMillis).max().orElse(0);
  }

  /** For how many tenants it rests, while others may ask it. */
  long restsForTenants() {
    return standings.asMap().values().stream().filter(it -> it.own().restMillis() > 0).count();
  }

  int pending() {
    return pending.get();
  }

  Latency latency() {
    return latency;
  }

  void begun() {
    pending.incrementAndGet();
  }

  void answered(int status, long nanos) {
    if (!failing.isEmpty()) {
      failing.clear();
    }
    if (!news.isBad() || reach.state() == State.CLOSED) {
      news.works();
    }
    if (status < 400) {
      // A request that is wrong is refused sooner than a right one is answered.
      latency.sample(nanos);
    }
    count(status < 400 ? "answered" : "rejected");
  }

  /**
   * It failed at this tenant's request: whether it fails at several tenants' and answers nobody.
   */
  boolean failsAtSeveral(TenantId tenant) {
    if (failing.size() < SEVERAL) {
      failing.add(tenant);
    }
    return failing.size() >= SEVERAL;
  }

  void failed(Fault fault, long nanos) {
    latency.sample(nanos);
    count(fault.word());
  }

  void abandoned(String why, long nanos) {
    latency.atLeast(nanos);
    count(why);
  }

  /** Nothing of a request is under way any more. */
  void over() {
    pending.decrementAndGet();
  }

  /** The breaker that is furthest from closed, of all tenants'. */
  String breakerState() {
    State worst =
        breakers()
            .map(Breaker::state)
            .filter(state -> state != State.CLOSED)
            .reduce((a, b) -> a == State.OPEN ? a : b)
            .orElse(State.CLOSED);
    return worst.name().toLowerCase(Locale.ROOT);
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
