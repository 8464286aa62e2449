package dev.assay.gateway.tracing;

import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.Target;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One exchange's way and its times: each step says that it was reached, and the journal, figures
 * and traces learn it from here. Used from one event loop.
 */
public final class ExchangeTrace {
  private final long arrivedNanos;
  private final ExchangeSpan span;
  private long judgedMicros;
  private long injectedMicros;
  private long firstByteMicros;
  private boolean ended;

  ExchangeTrace(long arrivedNanos, ExchangeSpan span) {
    this.arrivedNanos = arrivedNanos;
    this.span = span;
  }

  /** Of an exchange that is measured and told to nobody. */
  public static ExchangeTrace untold(long arrivedNanos) {
    return new ExchangeTrace(arrivedNanos, new NoSpan(Optional.empty()));
  }

  /** Policy has answered. */
  public void judged(RequestFacts facts, Decision.OfRequest decision) {
    judgedMicros = sinceArrival();
    span.judged(facts, decision);
  }

  /** What it carries was chosen. */
  public void injected(Injection injection) {
    injectedMicros = sinceArrival();
    span.injected(injection);
  }

  /** A target is about to be tried. */
  public TracedAttempt attempt(Target target) {
    return span.attempt(target);
  }

  /** The client gets bytes of an answer, for the first time or again. */
  public void firstByte() {
    if (firstByteMicros == 0) {
      firstByteMicros = sinceArrival();
    }
  }

  /** It ended before an answer: with this status and an error of this code. */
  public void stopped(int status, String code) {
    if (!ended) {
      span.stopped(status, code);
    }
  }

  /** It is over, and this is its record. */
  public void ended(ExchangeRecord record) {
    if (!ended) {
      span.recorded(record);
      ended();
    }
  }

  /** It is over and left no record. */
  public void ended() {
    if (!ended) {
      ended = true;
      span.end();
    }
  }

  /** Microseconds from arrival to policy's answer; 0 when there was none. */
  public long judgedMicros() {
    return judgedMicros;
  }

  /** Microseconds from arrival to the choice of what it carries; 0 when there was none. */
  public long injectedMicros() {
    return injectedMicros;
  }

  /** Microseconds from arrival to the answer's first byte; 0 when there was none. */
  public long firstByteMicros() {
    return firstByteMicros;
  }

  private long sinceArrival() {
    return Math.max(1, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - arrivedNanos));
  }
}
