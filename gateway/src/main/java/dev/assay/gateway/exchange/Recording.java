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
import dev.assay.learners.journal.Slot;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Injection;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Step 10: one record of every exchange that was judged, and word of it to who watches. */
public final class Recording {
  private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

  private final ExchangeWatch watch;
  private final Counting counting;

  public Recording(ExchangeWatch watch, Counting counting) {
    this.watch = watch;
    this.counting = counting;
  }

  /**
   * A target answered, well or not. Complete when feedback finds the record: at once, unless tokens
   * have to be counted first.
   */
  Future<Void> answered(
      Progress.Answering answering,
      Outcome outcome,
      int status,
      AnswerTally tally,
      ExchangeRecord.Asked asked,
      List<ContentFinding> found) {
    Progress.Injected injected = answering.injected();
    ExchangeRecord.Timings timings =
        Records.timings(
            injected.judged().gathered().snapshot().read().arrived(),
            answering.sentNanos(),
            System.nanoTime());
    return counting
        .answered(answering, tally)
        .map(tokens -> {
          ExchangeRecord.Usage usage = Billing.answered(answering, tokens);
          answered(answering, outcome, status, tally.text(), usage, asked, found, timings);
          return null;
        });
  }

  /** The same of what passes through, with the images in it where that is known. */
  void passed(Progress.Answering answering, Outcome outcome, int status, OptionalInt images) {
    Progress.Arrived arrived = answering.injected().judged().gathered().snapshot().read().arrived();
    answered(
        answering,
        outcome,
        status,
        "",
        Billing.passed(answering, images),
        ExchangeRecord.Asked.NOT,
        List.of(),
        Records.timings(arrived, answering.sentNanos(), System.nanoTime()));
  }

  private void answered(
      Progress.Answering answering,
      Outcome outcome,
      int status,
      String text,
      ExchangeRecord.Usage usage,
      ExchangeRecord.Asked asked,
      List<ContentFinding> found,
      ExchangeRecord.Timings timings) {
    Progress.Injected injected = answering.injected();
    ExchangeRecord record =
        Records.record(
            injected.judged().gathered(),
            injected.judged().permitted().decision(),
            injected.selection().injection(),
            asked,
            answering.routed().attempts(),
            outcome == Outcome.ANSWERED ? answering.routed().target() : null,
            usage,
            timings,
            outcome,
            status,
            Records.together(injected.judged().findings(), found),
            answering.turn().use());
    Optional<ExchangeContent> content =
        outcome == Outcome.ANSWERED ? Records.content(injected.judged(), text) : Optional.empty();
    write(injected.judged().gathered(), record, content);
  }

  /** An answer that was kept was shown again; no provider saw the request. */
  void replayed(Progress.Injected injected, KeptAnswer kept) {
    unasked(
        injected,
        List.of(),
        kept.findings(),
        CacheUse.HIT,
        Records.content(injected.judged(), kept.text()));
  }

  /** Its tokens were counted here, as no provider has an endpoint for it. */
  void countedHere(Progress.Injected injected, List<Attempt> attempts) {
    unasked(injected, attempts, List.of(), CacheUse.NONE, Optional.empty());
  }

  private void unasked(
      Progress.Injected injected,
      List<Attempt> attempts,
      List<ContentFinding> found,
      CacheUse cache,
      Optional<ExchangeContent> content) {
    Progress.Gathered gathered = injected.judged().gathered();
    gathered.allowance().release();
    long now = System.nanoTime();
    ExchangeRecord record =
        Records.record(
            gathered,
            injected.judged().permitted().decision(),
            injected.selection().injection(),
            ExchangeRecord.Asked.NOT,
            attempts,
            null,
            ExchangeRecord.Usage.NONE,
            Records.timings(gathered.snapshot().read().arrived(), now, now),
            Outcome.ANSWERED,
            200,
            Records.together(injected.judged().findings(), found),
            cache);
    write(gathered, record, content);
  }

  /** A stream is on its way until this is completed. */
  void streams(Future<Void> passed) {
    watch.streamOpened();
    passed.onComplete(over -> watch.streamClosed());
  }

  /**
   * It ended before an answer. What was never judged has no slot and leaves no record. Complete
   * when what there is to record is recorded.
   */
  Future<Void> stopped(Stopped stopped) {
    ExchangeTrace trace =
        Progress.latest(stopped.progress(), Progress.Arrived.class).orElseThrow().trace();
    trace.stopped(stopped.error().status(), stopped.error().code());
    watch.stopped(stopped);
    Optional<Progress.Gathered> came = Progress.latest(stopped.progress(), Progress.Gathered.class);
    if (came.isEmpty()) {
      trace.ended();
      return Future.succeededFuture();
    }
    Progress.Gathered gathered = came.get();
    ExchangeRecord.Timings timings =
        Records.timings(gathered.snapshot().read().arrived(), System.nanoTime(), System.nanoTime());
    return Billing.taken(stopped, gathered, counting)
        .map(tokens -> {
          stopped(stopped, gathered, Billing.stopped(stopped, gathered, tokens), timings);
          return null;
        });
  }

  private void stopped(
      Stopped stopped,
      Progress.Gathered gathered,
      ExchangeRecord.Usage usage,
      ExchangeRecord.Timings timings) {
    if (gathered.slot().isEmpty()) {
      gathered.trace().ended();
      return;
    }
    Decision.OfRequest decision =
        stopped.decision().orElseGet(() -> Records.decided(stopped.progress(), gathered));
    Injection injection =
        Progress.latest(stopped.progress(), Progress.Injected.class)
            .map(injected -> injected.selection().injection())
            .orElse(Injection.NONE);
    ExchangeRecord record =
        Records.record(
            gathered,
            decision,
            injection,
            ExchangeRecord.Asked.NOT,
            stopped.attempts(),
            null,
            usage,
            timings,
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
}
