package dev.assay.gateway.exchange;

import dev.assay.config.DataPlaneLimits;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.gateway.answer.Reply;
import dev.assay.gateway.objects.Ownership;
import dev.assay.gateway.sse.AnswerTally;
import dev.assay.gateway.upstream.UpstreamAnswer;
import dev.assay.gateway.upstream.UpstreamFailure;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream on its way through: whole events only, as fast as the client reads, and an error event
 * where the provider dies or ends without its final event. Used from one event loop.
 */
final class StreamPass {
  private static final Logger LOG = LoggerFactory.getLogger(StreamPass.class);
  private static final Future<Void> SETTLED = Future.succeededFuture();

  private final Progress.Answering answering;
  private final UpstreamAnswer answer;
  private final Reply reply;
  private final MultiMap head;
  private final ExchangeRecord.Asked asked;
  private final Recording recording;
  private final Ownership ownership;
  private final DataPlaneLimits limits;
  private final SeenEvents seen;
  private final AnswerTally tally;
  private final Pings pings = new Pings();
  private final Promise<Void> passed = Promise.promise();
  private @Nullable Future<Void> recorded;
  private int claimed;
  private boolean holding;
  private Runnable afterHold = () -> {};
  private boolean over;

  StreamPass(
      Progress.Answering answering,
      Reply reply,
      MultiMap head,
      ExchangeRecord.Asked asked,
      Recording recording,
      Ownership ownership,
      DataPlaneLimits limits) {
    this.ownership = ownership;
    this.limits = limits;
    this.answering = answering;
    this.answer = answering.routed().answer();
    this.reply = reply;
    this.head = head;
    this.asked = asked;
    this.recording = recording;
    this.tally = Answers.tally(answering);
    this.seen = SeenEvents.of(answering.injected().judged().permitted(), tally);
  }

  Future<Void> run() {
    reply.onGone(this::gone);
    if (over) {
      return passed.future();
    }
    head.set("cache-control", "no-cache");
    recording.streams(passed.future());
    reply.head(answer.status(), head);
    answer.events(
        limits.maxEventBytes(),
        whole -> guarded(() -> came(whole)),
        end -> whenFree(() -> guarded(() -> ended(end))));
    pings.start(limits.pingMillis(), reply, () -> !over && !tally.done(), passed.future());
    return passed.future();
  }

  private void came(Buffer whole) {
    if (over) {
      return;
    }
    Buffer shown = seen.events(whole);
    if (seen.blocked()) {
      write(shown);
      // First, for to cancel is to hear of an end.
      over = true;
      answer.cancel();
      withhold();
    } else {
      show(shown, this::endIfFailed);
    }
  }

  /** What its client may act on at once is settled before it is shown. */
  private void show(Buffer shown, Runnable next) {
    Future<Void> settled = settled(shown);
    if (settled.succeeded()) {
      write(shown);
      next.run();
      return;
    }
    holding = true;
    answer.pause();
    settled.onComplete(done -> guarded(() -> goOn(done, shown, next)));
  }

  /**
   * A response's own name comes with its first event, a container's when it is made, and those of
   * its parts with the last. Feedback may follow the final event, and must find the record.
   */
  private Future<Void> settled(Buffer shown) {
    List<String> kept = shown.length() > 0 ? tally.kept() : List.of();
    boolean claims = kept.size() > claimed;
    claimed = Math.max(claimed, kept.size());
    Future<Void> own =
        claims
            ? Answers.claimed(answering, kept, ownership)
                .compose(it ->
                    it ? SETTLED : Future.failedFuture(new Failed(UpstreamErrors.nameTaken())))
            : SETTLED;
    return tally.done()
        ? own.compose(its -> record(tally.failed() ? Outcome.FAILED : Outcome.ANSWERED))
        : own;
  }

  private void goOn(AsyncResult<Void> settled, Buffer shown, Runnable next) {
    holding = false;
    if (over) {
      return;
    }
    if (settled.failed()) {
      over = true;
      answer.cancel();
      record(Outcome.FAILED);
      end(settled.cause() instanceof Failed known ? known.error() : ApiError.internal());
      return;
    }
    write(shown);
    next.run();
    if (!over && !reply.full()) {
      answer.resume();
    }
    afterHold.run();
  }

  /** What was held back comes first, and may have been the end. */
  private void whenFree(Runnable step) {
    if (holding) {
      afterHold = step;
    } else {
      step.run();
    }
  }

  private void write(Buffer shown) {
    if (shown.length() == 0) {
      return;
    }
    answering.injected().judged().gathered().trace().firstByte();
    answering.turn().shows(shown);
    pings.said();
    reply.write(shown);
    if (reply.full()) {
      answer.pause();
      reply.onDrain(answer::resume);
    }
  }

  /** A mistake of ours ends the stream instead of leaving it to wait for ever. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException mistake) {
      LOG.error("exchange {} failed", arrived().id(), mistake);
      over = true;
      answer.cancel();
      record(Outcome.FAILED);
      end(ApiError.internal());
    }
  }

  private void ended(AsyncResult<Buffer> end) {
    if (over) {
      return;
    }
    if (end.failed()) {
      breakOff(UpstreamErrors.known(end.cause()));
      return;
    }
    Buffer rest = seen.events(end.result()).appendBuffer(seen.waiting());
    if (seen.blocked()) {
      withhold();
    } else if (tally.done()) {
      show(rest, this::finish);
    } else {
      breakOff(
          new UpstreamFailure(
              UpstreamFailure.Kind.BROKEN, "the stream ended without its final event"));
    }
  }

  /** A provider that said itself why it failed has nothing to add. */
  private void endIfFailed() {
    if (!over && tally.failed() && !tally.done()) {
      over = true;
      answer.cancel();
      record(Outcome.FAILED);
      reply.end().onComplete(written -> complete());
    }
  }

  private void finish() {
    over = true;
    if (!tally.failed()) {
      answering.turn().complete("text/event-stream", tally.text(), seen.findings());
    }
    reply.end().onComplete(written -> complete());
  }

  /** The client has part of an answer of which the rest is not for it. */
  private void withhold() {
    over = true;
    ApiError error = ContentScreening.withheld(seen.findings());
    record(Outcome.FAILED, error.status());
    end(error);
  }

  /** The client has part of the answer, and gets what was held back of it as if it went on. */
  private void breakOff(UpstreamFailure failure) {
    Buffer held = seen.waiting();
    if (seen.blocked()) {
      write(held);
      withhold();
    } else {
      show(held, () -> brokenOff(failure));
    }
  }

  /** It is told that there will be no rest, unless it has all. */
  private void brokenOff(UpstreamFailure failure) {
    if (tally.done()) {
      finish();
      return;
    }
    endIfFailed();
    if (!over) {
      over = true;
      record(Outcome.INTERRUPTED);
      end(UpstreamErrors.error(failure));
    }
  }

  /** In the client's own words, numbered on where its API numbers events. */
  private void end(ApiError error) {
    ErrorAnswer.last(answering, error, tally.nextNumber(), reply).onComplete(written -> complete());
  }

  private Progress.Arrived arrived() {
    return answering.injected().judged().gathered().snapshot().read().arrived();
  }

  private void gone() {
    over = true;
    answer.cancel();
    record(reply.cutShort() ? Outcome.INTERRUPTED : Outcome.CANCELLED);
    if (reply.cutShort()) {
      end(ApiError.stopping());
    } else {
      complete();
    }
  }

  private void complete() {
    record(Outcome.FAILED).onComplete(kept -> passed.tryComplete());
  }

  private Future<Void> record(Outcome outcome) {
    return record(outcome, answer.status());
  }

  /** Once: how it ended first is how it ended. */
  private Future<Void> record(Outcome outcome, int status) {
    Future<Void> kept = recorded;
    if (kept == null) {
      kept = recording.answered(answering, outcome, status, tally, asked, seen.findings());
      recorded = kept;
    }
    return kept;
  }
}
