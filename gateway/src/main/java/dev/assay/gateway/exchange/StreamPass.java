package dev.assay.gateway.exchange;

import dev.assay.config.DataPlaneLimits;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Reply;
import dev.assay.gateway.answer.WireError;
import dev.assay.gateway.content.StreamScreen;
import dev.assay.gateway.objects.Ownership;
import dev.assay.gateway.sse.AnswerTally;
import dev.assay.gateway.upstream.UpstreamAnswer;
import dev.assay.gateway.upstream.UpstreamFailure;
import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.tenant.ContentRules;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream on its way through: whole events only, as fast as the client reads, and an error event
 * where the provider dies or ends without its final event. Used from one event loop.
 */
final class StreamPass {
  private static final Logger LOG = LoggerFactory.getLogger(StreamPass.class);

  private final Progress.Answering answering;
  private final UpstreamAnswer answer;
  private final Reply reply;
  private final MultiMap head;
  private final ExchangeRecord.Asked asked;
  private final Recording recording;
  private final Ownership ownership;
  private final DataPlaneLimits limits;
  private final AnswerTally tally;
  private final Optional<StreamScreen> screen;
  private final Pings pings = new Pings();
  private final Promise<Void> passed = Promise.promise();
  private boolean recorded;
  private boolean claimed;
  private boolean claiming;
  private Runnable afterClaim = () -> {};
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
    Permitted permitted = answering.injected().judged().permitted();
    ContentRules.Answer rules = permitted.contentRules().answer();
    this.screen =
        rules.looks() && permitted.body() instanceof ParsedBody body
            ? Optional.of(new StreamScreen(body.endpoint(), rules))
            : Optional.empty();
  }

  Future<Void> run() {
    reply.onGone(this::gone);
    if (over) {
      return passed.future();
    }
    head.set("cache-control", "no-cache");
    recording.streams(passed.future());
    reply.head(answer.status(), head);
    answer.events(limits.maxEventBytes(), this::pass, this::ended);
    pings.start(limits.pingMillis(), reply, () -> !over && !tally.done(), passed.future());
    return passed.future();
  }

  private void pass(Buffer whole) {
    guarded(() -> passed(whole));
  }

  private void passed(Buffer whole) {
    if (over) {
      return;
    }
    Buffer shown = screened(whole);
    if (blocked()) {
      show(shown);
      answer.cancel();
      withhold();
    } else if (claims()) {
      answer.pause();
      claimed().onComplete(own -> guarded(() -> goOn(own, shown, this::resume)));
    } else {
      show(shown);
    }
  }

  /** A response's own name comes with its first event, those of its parts with the last. */
  private boolean claims() {
    return !tally.kept().isEmpty() && (!claimed || tally.done());
  }

  private Future<Boolean> claimed() {
    claimed = true;
    claiming = true;
    return Answers.claimed(answering, tally.kept(), ownership);
  }

  private void goOn(AsyncResult<Boolean> own, Buffer shown, Runnable next) {
    claiming = false;
    if (over) {
      return;
    }
    if (own.succeeded() && own.result()) {
      show(shown);
      next.run();
      afterClaim.run();
      return;
    }
    over = true;
    answer.cancel();
    record(Outcome.FAILED);
    end(own.succeeded() ? UpstreamErrors.nameTaken() : ApiError.internal());
  }

  private void resume() {
    if (!reply.full()) {
      answer.resume();
    }
  }

  private void end(ApiError error) {
    Progress.Arrived arrived = arrived();
    reply.write(WireError.event(error, arrived.line().readAs(), arrived.id()));
    reply.end().onComplete(written -> passed.tryComplete());
  }

  private void show(Buffer shown) {
    if (shown.length() > 0) {
      answering.injected().judged().gathered().trace().firstByte();
    }
    if (tally.done()) {
      // The client may act on the final event at once: its feedback must find the record.
      record(tally.failed() ? Outcome.FAILED : Outcome.ANSWERED);
    }
    if (shown.length() == 0) {
      return;
    }
    answering.turn().shows(shown);
    pings.said();
    reply.write(shown);
    if (reply.full()) {
      answer.pause();
      reply.onDrain(answer::resume);
    }
  }

  private void ended(AsyncResult<Buffer> end) {
    // What was held back for a claim comes first, and may have been the end.
    Runnable ending = () -> guarded(() -> over(end));
    afterClaim = claiming ? ending : afterClaim;
    if (!claiming) {
      ending.run();
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

  private void over(AsyncResult<Buffer> end) {
    if (over) {
      return;
    }
    if (end.failed()) {
      breakOff(UpstreamErrors.known(end.cause()));
      return;
    }
    Buffer rest = screened(end.result()).appendBuffer(waiting());
    if (blocked()) {
      withhold();
      return;
    }
    if (!tally.done()) {
      breakOff(
          new UpstreamFailure(
              UpstreamFailure.Kind.BROKEN, "the stream ended without its final event"));
    } else if (rest.length() > 0 && !tally.kept().isEmpty()) {
      claimed().onComplete(own -> guarded(() -> goOn(own, rest, this::finish)));
    } else {
      show(rest);
      finish();
    }
  }

  private void finish() {
    over = true;
    if (!tally.failed()) {
      answering.turn().complete("text/event-stream", tally.text(), found());
    }
    reply.end().onComplete(written -> passed.tryComplete());
  }

  private Buffer screened(Buffer whole) {
    return tally.events(screen.map(it -> it.events(whole)).orElse(whole));
  }

  /** What content rules held back, as nothing follows it. */
  private Buffer waiting() {
    return tally.events(screen.map(StreamScreen::end).orElseGet(Buffer::buffer));
  }

  private boolean blocked() {
    return screen.filter(StreamScreen::blocked).isPresent();
  }

  /** The client has part of an answer of which the rest is not for it. */
  private void withhold() {
    if (over) {
      return;
    }
    over = true;
    ApiError error = ContentScreening.withheld(found());
    record(Outcome.FAILED, error.status());
    end(error);
  }

  private List<ContentFinding> found() {
    return screen.map(StreamScreen::findings).orElse(List.of());
  }

  /** The client has part of the answer: it is told that there will be no rest. */
  private void breakOff(UpstreamFailure failure) {
    over = true;
    show(waiting());
    if (blocked()) {
      over = false;
      withhold();
      return;
    }
    if (tally.done()) {
      reply.end().onComplete(written -> passed.tryComplete());
      return;
    }
    record(Outcome.FAILED);
    if (tally.failed()) {
      reply.end().onComplete(written -> passed.tryComplete());
    } else {
      end(UpstreamErrors.error(failure));
    }
  }

  private Progress.Arrived arrived() {
    return answering.injected().judged().gathered().snapshot().read().arrived();
  }

  private void gone() {
    over = true;
    answer.cancel();
    record(Outcome.CANCELLED);
    passed.tryComplete();
  }

  private void record(Outcome outcome) {
    record(outcome, answer.status());
  }

  private void record(Outcome outcome, int status) {
    if (!recorded) {
      recorded = true;
      recording.answered(answering, outcome, status, tally, asked, found());
    }
  }
}
