package dev.assay.gateway.exchange;

import dev.assay.gateway.cache.KeptAnswer;
import dev.assay.gateway.sse.AnswerTally;
import dev.assay.gateway.tracing.ExchangeTrace;
import dev.assay.gateway.upstream.Attempt;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.journal.ExchangeContent;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.CacheUse;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.learners.journal.KeptJson;
import dev.assay.learners.journal.Slot;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.RequestBody;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantPolicy;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Step 10: one record of every exchange that was judged, and word of it to who watches. */
public final class Recording {
  private static final Logger LOG = LoggerFactory.getLogger(Recording.class);
  private static final int MAX_CONTENT_BYTES = 512 * 1024;

  private final ExchangeWatch watch;

  public Recording(ExchangeWatch watch) {
    this.watch = watch;
  }

  /** A target answered, well or not. */
  void answered(
      Progress.Answering answering,
      Outcome outcome,
      int status,
      AnswerTally tally,
      ExchangeRecord.Asked asked,
      List<ContentFinding> found) {
    Progress.Injected injected = answering.injected();
    long now = System.nanoTime();
    ExchangeRecord record =
        record(
            injected.judged().gathered(),
            injected.judged().permitted().decision(),
            injected.selection().injection(),
            asked,
            answering.routed().attempts(),
            outcome == Outcome.ANSWERED ? answering.routed().target() : null,
            Reserving.answered(answering, tally),
            timings(
                injected.judged().gathered().snapshot().read().arrived(),
                answering.sentNanos(),
                now),
            outcome,
            status,
            together(injected.judged().findings(), found),
            answering.turn().use());
    Optional<ExchangeContent> content =
        outcome == Outcome.ANSWERED ? content(injected.judged(), tally.text()) : Optional.empty();
    write(injected.judged().gathered(), record, content);
  }

  /** An answer that was kept was shown again; no provider saw the request. */
  void replayed(Progress.Injected injected, KeptAnswer kept) {
    Progress.Gathered gathered = injected.judged().gathered();
    gathered.allowance().release();
    long now = System.nanoTime();
    ExchangeRecord record =
        record(
            gathered,
            injected.judged().permitted().decision(),
            injected.selection().injection(),
            ExchangeRecord.Asked.NOT,
            List.of(),
            null,
            ExchangeRecord.Usage.NONE,
            timings(gathered.snapshot().read().arrived(), now, now),
            Outcome.ANSWERED,
            200,
            together(injected.judged().findings(), kept.findings()),
            CacheUse.HIT);
    write(gathered, record, content(injected.judged(), kept.text()));
  }

  /** A stream is on its way until this is completed. */
  void streams(Future<Void> passed) {
    watch.streamOpened();
    passed.onComplete(over -> watch.streamClosed());
  }

  /** It ended before an answer. What was never judged has no slot and leaves no record. */
  void stopped(Stopped stopped) {
    ExchangeTrace trace =
        Progress.latest(stopped.progress(), Progress.Arrived.class).orElseThrow().trace();
    trace.stopped(stopped.error().status(), stopped.error().code());
    watch.stopped(stopped);
    Optional<Progress.Gathered> came = Progress.latest(stopped.progress(), Progress.Gathered.class);
    if (came.isEmpty()) {
      trace.ended();
      return;
    }
    Progress.Gathered gathered = came.get();
    ExchangeRecord.Usage usage = Reserving.stopped(stopped, gathered);
    if (gathered.slot().isEmpty()) {
      trace.ended();
      return;
    }
    Decision.OfRequest decision =
        stopped.decision().orElseGet(() -> decided(stopped.progress(), gathered));
    Injection injection =
        stopped.progress() instanceof Progress.Injected injected
            ? injected.selection().injection()
            : Injection.NONE;
    ExchangeRecord record =
        record(
            gathered,
            decision,
            injection,
            ExchangeRecord.Asked.NOT,
            stopped.attempts(),
            null,
            usage,
            timings(gathered.snapshot().read().arrived(), System.nanoTime(), System.nanoTime()),
            stopped.outcome(),
            stopped.error().status(),
            Progress.latest(stopped.progress(), Progress.Judged.class)
                .map(Progress.Judged::findings)
                .orElse(List.of()),
            CacheUse.NONE);
    write(gathered, record, Optional.empty());
  }

  private void write(
      Progress.Gathered gathered, ExchangeRecord record, Optional<ExchangeContent> content) {
    Slot slot = gathered.slot().orElseThrow();
    slot.record(record, content)
        .whenComplete((committed, failure) -> {
          if (failure != null) {
            LOG.atError()
                .addKeyValue("exchange", record.id())
                .setCause(failure)
                .log("exchange could not be journalled");
            watch.unrecorded();
          }
        });
    watch.recorded(record);
    gathered.trace().ended(record);
  }

  private static ExchangeRecord record(
      Progress.Gathered gathered,
      Decision.OfRequest decision,
      Injection injection,
      ExchangeRecord.Asked asked,
      List<Attempt> attempts,
      @Nullable Target chosen,
      ExchangeRecord.Usage usage,
      ExchangeRecord.Timings timings,
      Outcome outcome,
      int status,
      List<ContentFinding> findings,
      CacheUse cache) {
    Progress.Snapshot snapshot = gathered.snapshot();
    Progress.Read read = snapshot.read();
    return new ExchangeRecord(
        read.arrived().id(),
        read.caller().tenant(),
        read.caller().app(),
        read.caller().keyId(),
        read.episode(),
        read.principal(),
        read.arrived().at(),
        gathered.facts().request().endpoint(),
        read.body().model(),
        read.purpose(),
        gathered.facts().policyRevision(),
        KeptJson.of(Kept.of(gathered.facts())),
        KeptJson.of(decision),
        snapshot.release().release().number(),
        snapshot.release().digest(),
        injection.items(),
        injection.how(),
        attempts.stream().map(Recording::kept).toList(),
        chosen,
        usage,
        timings,
        outcome,
        status,
        asked,
        gathered.holdout(),
        snapshot.lane(),
        findings,
        cache);
  }

  private static List<ContentFinding> together(
      List<ContentFinding> prompt, List<ContentFinding> answer) {
    return Stream.concat(prompt.stream(), answer.stream()).toList();
  }

  private static ExchangeRecord.Attempt kept(Attempt made) {
    return new ExchangeRecord.Attempt(
        made.target(), made.why().word(), made.outcome(), made.micros());
  }

  /** An exchange that failed after it was permitted keeps that decision; else none was made. */
  private static Decision.OfRequest decided(Progress progress, Progress.Gathered gathered) {
    return Progress.latest(progress, Progress.Judged.class)
        .map(judged -> judged.permitted().decision())
        .orElseGet(() ->
            new Decision.OfRequest(
                false,
                List.of(new Decision.Reason("undecided", "No decision could be had.")),
                List.of(),
                new Decision.Allowance(0, 0, List.of()),
                new Decision.Obligations(TenantPolicy.Content.NONE, ContentRules.OFF),
                gathered.facts().policyRevision()));
  }

  /** What was sent and what was shown: a redaction holds for the journal too. */
  private static Optional<ExchangeContent> content(Progress.Judged judged, String answer) {
    Progress.Read read = judged.gathered().snapshot().read();
    RequestBody body = judged.permitted().body();
    TenantPolicy.Content keep = judged.permitted().content();
    if (keep == TenantPolicy.Content.NONE
        || read.purpose() != Purpose.SERVE
        || body.size() > MAX_CONTENT_BYTES) {
      return Optional.empty();
    }
    return new ExchangeContent(read.principal(), body.lastUserText(), body.messagesJson(), answer)
        .kept(keep);
  }

  private static ExchangeRecord.Timings timings(
      Progress.Arrived arrived, long sentNanos, long endedNanos) {
    long total = TimeUnit.NANOSECONDS.toMicros(endedNanos - arrived.nanos());
    long upstream = TimeUnit.NANOSECONDS.toMicros(endedNanos - sentNanos);
    return new ExchangeRecord.Timings(
        total,
        upstream,
        total - upstream,
        arrived.trace().judgedMicros(),
        arrived.trace().injectedMicros(),
        arrived.trace().firstByteMicros());
  }

  /** The facts without the tenant's whole policy: its revision names that. */
  private record Kept(
      RequestFacts.Caller caller,
      RequestFacts.Shape request,
      RequestFacts.Limits limits,
      RequestFacts.ReleaseFacts release,
      List<RequestFacts.Candidate> targets,
      Purpose purpose,
      java.time.Instant at) {
    static Kept of(RequestFacts facts) {
      return new Kept(
          facts.caller(),
          facts.request(),
          facts.limits(),
          facts.release(),
          facts.targets(),
          facts.purpose(),
          facts.at());
    }
  }
}
