package dev.assay.gateway.serve;

import dev.assay.gateway.exchange.Stopped;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.RequestFacts.Purpose;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counters and histograms of exchanges. An exchange costs a few look-ups and additions; what is
 * shown is computed when somebody looks.
 */
final class ExchangeFigures {
  private static final Duration[] OURS = millis(0.3, 1, 2, 5, 20, 100);
  private static final Duration[] THEIRS =
      millis(
          10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000,
          600_000);

  private final MeterRegistry registry;
  private final Labels labels;
  private final Timer overhead;
  private final Counter unrecorded;
  private final AtomicInteger openStreams = new AtomicInteger();
  private final Map<Ended, Counter> ended = new ConcurrentHashMap<>();
  private final Map<Served, Series> served = new ConcurrentHashMap<>();

  private record Ended(
      String purpose, String endpoint, String alias, Outcome outcome, String statusClass) {}

  private record Served(String endpoint, String alias) {}

  private record Series(Timer total, Timer firstByte, Counter prompt, Counter completion) {}

  ExchangeFigures(MeterRegistry registry, Labels labels) {
    this.registry = registry;
    this.labels = labels;
    this.overhead =
        Timer.builder("assay.exchange.overhead")
            .description("Time spent in the gateway itself")
            .serviceLevelObjectives(OURS)
            .register(registry);
    this.unrecorded =
        Counter.builder("assay.journal.unrecorded")
            .description("Exchanges whose record could not be written")
            .register(registry);
    Gauge.builder("assay.streams.open", openStreams, AtomicInteger::get)
        .description("Streams on their way to clients")
        .register(registry);
  }

  void recorded(ExchangeRecord record) {
    String alias = labels.alias(record.alias());
    String endpoint = Labels.endpoint(record.endpoint());
    ended
        .computeIfAbsent(
            new Ended(
                record.purpose().word(),
                endpoint,
                alias,
                record.outcome(),
                Labels.statusClass(record.httpStatus())),
            this::ended)
        .increment();
    for (ContentFinding found : record.findings()) {
      registry
          .counter(
              "assay.content.findings",
              "rule",
              found.rule(),
              "in",
              found.place().startsWith("answer") ? "answer" : "prompt",
              "action",
              found.action().word())
          .increment();
    }
    if (record.purpose() != Purpose.SERVE) {
      return;
    }
    overhead.record(record.timings().overheadMicros(), TimeUnit.MICROSECONDS);
    for (Injection.Item item : record.injected()) {
      registry
          .counter("assay.injected.items", "kind", item.kind().word(), "how", record.injection())
          .increment();
    }
    if (record.outcome() == Outcome.CANCELLED) {
      registry
          .counter(
              "assay.client.cancellations",
              "phase",
              record.timings().firstByteMicros() == 0 ? "before_first_byte" : "after_first_byte")
          .increment();
    }
    if (record.outcome() != Outcome.REFUSED) {
      observe(record, served.computeIfAbsent(new Served(endpoint, alias), this::series));
    }
  }

  private static void observe(ExchangeRecord record, Series series) {
    series.total().record(record.timings().totalMicros(), TimeUnit.MICROSECONDS);
    if (record.timings().firstByteMicros() > 0) {
      series.firstByte().record(record.timings().firstByteMicros(), TimeUnit.MICROSECONDS);
    }
    series.prompt().increment(record.usage().promptTokens());
    series.completion().increment(record.usage().completionTokens());
  }

  void stopped(Stopped stopped) {
    registry
        .counter("assay.exchanges.stopped", "code", Labels.code(stopped.error().code()))
        .increment();
    if (stopped.outcome() == Outcome.REFUSED) {
      for (String reason : stopped.reasons()) {
        registry.counter("assay.refusals", "reason", Labels.code(reason)).increment();
      }
    }
  }

  void unrecorded() {
    unrecorded.increment();
  }

  void streamOpened() {
    openStreams.incrementAndGet();
  }

  void streamClosed() {
    openStreams.decrementAndGet();
  }

  private Counter ended(Ended it) {
    return Counter.builder("assay.exchanges")
        .description("Exchanges that were judged, by what became of them")
        .tag("purpose", it.purpose())
        .tag("endpoint", it.endpoint())
        .tag("alias", it.alias())
        .tag("outcome", it.outcome().name())
        .tag("status", it.statusClass())
        .register(registry);
  }

  private Series series(Served it) {
    return new Series(
        timer("assay.exchange.duration", "From a request's arrival to its last byte", it),
        timer("assay.exchange.first.byte", "From a request's arrival to its answer's first", it),
        tokens("prompt", it),
        tokens("completion", it));
  }

  private Timer timer(String name, String description, Served it) {
    return Timer.builder(name)
        .description(description)
        .tag("endpoint", it.endpoint())
        .tag("alias", it.alias())
        .serviceLevelObjectives(THEIRS)
        .register(registry);
  }

  private Counter tokens(String kind, Served it) {
    return Counter.builder("assay.tokens")
        .description("Tokens as providers count them")
        .tag("endpoint", it.endpoint())
        .tag("alias", it.alias())
        .tag("kind", kind)
        .register(registry);
  }

  private static Duration[] millis(double... millis) {
    Duration[] durations = new Duration[millis.length];
    for (int i = 0; i < millis.length; i++) {
      durations[i] = Duration.ofNanos(Math.round(millis[i] * 1_000_000));
    }
    return durations;
  }
}
