package dev.assay.gateway.exchange;

import dev.assay.config.DataPlaneLimits;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Reply;
import dev.assay.gateway.answer.WireError;
import dev.assay.gateway.content.Screened;
import dev.assay.gateway.objects.Ownership;
import dev.assay.gateway.sse.AnswerTally;
import dev.assay.gateway.upstream.UpstreamAnswer;
import dev.assay.gateway.upstream.UpstreamFailure;
import dev.assay.learners.asking.Asking;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.ParsedBody;
import dev.assay.policies.judge.Target;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Step 9: the answer's bytes to the client, as they came, and the record before the last of them.
 */
public final class Answers {
  private static final int PIECE_BYTES = 64 * 1024;

  private final Recording recording;
  private final FeedbackWanted wanted;
  private final Ownership ownership;
  private final DataPlaneLimits limits;
  private final PassedAnswers passed;

  public Answers(Recording recording, Asking asking, Ownership ownership, DataPlaneLimits limits) {
    this.recording = recording;
    this.wanted = new FeedbackWanted(asking);
    this.ownership = ownership;
    this.limits = limits;
    this.passed = new PassedAnswers(recording, ownership);
  }

  Future<Void> pass(Progress.Answering answering, Reply reply) {
    UpstreamAnswer answer = answering.routed().answer();
    if (answering.injected().judged().permitted().body() instanceof OpaqueBody unread) {
      return passed.pass(answering, unread, reply);
    }
    Optional<ApiError> mended = UpstreamErrors.ofAnswer(answer, provider(answering));
    if (mended.isPresent()) {
      answer.cancel();
      return failed(answering, mended.get());
    }
    if (answer.status() < 300 && answer.isEventStream() != streams(answering)) {
      answer.cancel();
      return unreadable(
          answering,
          streams(answering)
              ? "the request asked for an event stream and something else came"
              : "an event stream came that the request did not ask for");
    }
    if (answer.isEventStream() && answer.status() < 300) {
      // A stream's head goes before its first token, so what the model thinks of it comes too late.
      ExchangeRecord.Asked asked = wanted.of(answering, OptionalDouble.empty());
      return new StreamPass(
              answering,
              reply,
              Heads.of(answering, asked, List.of()),
              asked,
              recording,
              ownership,
              limits)
          .run();
    }
    return whole(answering, reply);
  }

  private Future<Void> whole(Progress.Answering answering, Reply reply) {
    UpstreamAnswer answer = answering.routed().answer();
    boolean[] gone = new boolean[1];
    Promise<Void> left = Promise.promise();
    reply.onGone(() -> {
      gone[0] = true;
      answer.cancel();
      Stopped stopped = Stopped.gone(answering, answering.routed().attempts(), reply);
      recording
          .answered(
              answering,
              stopped.outcome(),
              stopped.error().status(),
              tally(answering),
              ExchangeRecord.Asked.NOT,
              List.of())
          .compose(recorded -> ErrorAnswer.gone(stopped, reply))
          .onComplete(told -> left.tryComplete());
    });
    if (gone[0]) {
      return left.future();
    }
    return answer
        .body()
        .transform(read -> {
          if (gone[0]) {
            return left.future();
          }
          return read.succeeded()
              ? ContentScreening.answer(answering, read.result())
                  .compose(seen ->
                      gone[0]
                          ? Future.succeededFuture()
                          : passWhole(answering, read.result(), seen, reply, gone))
              : failed(answering, UpstreamErrors.error((UpstreamFailure) read.cause()));
        });
  }

  private Future<Void> passWhole(
      Progress.Answering answering, Buffer came, Screened seen, Reply reply, boolean[] gone) {
    Buffer body = seen.findings().isEmpty() ? came : Buffer.buffer(seen.body());
    int status = answering.routed().answer().status();
    boolean ok = status < 300;
    AnswerTally tally = tally(answering);
    boolean readable = tally.wholeAnswer(body);
    if (ok && !readable) {
      return unreadable(answering, "it is not a JSON object");
    }
    if (ok && tally.failed() && !tally.tellsWhy()) {
      return failed(answering, UpstreamErrors.inside(body, provider(answering)), tally);
    }
    if (seen.blocked()) {
      return withheld(answering, tally, seen, reply);
    }
    return claimed(answering, tally.kept(), ownership)
        .compose(own ->
            gone[0]
                ? Future.succeededFuture()
                : own
                    ? show(answering, body, readable, tally, seen, reply)
                    : failed(answering, UpstreamErrors.nameTaken(), tally));
  }

  /** Before its client hears of it, what a provider keeps of an answer is the tenant's. */
  static Future<Boolean> claimed(
      Progress.Answering answering, List<String> kept, Ownership ownership) {
    Target target = answering.routed().target();
    Progress.Read read = answering.injected().judged().gathered().snapshot().read();
    List<String> named = read.body().refersTo();
    return ownership.claim(
        read.caller().tenant(),
        target.provider(),
        target.model(),
        kept.stream().filter(name -> !named.contains(name)).toList(),
        loop());
  }

  /** An exchange runs on one loop from its first step to its last. */
  static Context loop() {
    return Objects.requireNonNull(Vertx.currentContext(), "this runs on an event loop");
  }

  private Future<Void> show(
      Progress.Answering answering,
      Buffer body,
      boolean readable,
      AnswerTally tally,
      Screened seen,
      Reply reply) {
    int status = answering.routed().answer().status();
    boolean ok = status < 300;
    boolean answered = ok && !tally.failed();
    ExchangeRecord.Asked asked =
        answered ? wanted.of(answering, tally.margin()) : ExchangeRecord.Asked.NOT;
    MultiMap headers = Heads.of(answering, asked, seen.findings());
    Buffer shown = body;
    if (!readable) {
      shown = wordless(answering);
    }
    // Providers call it other things, and SDKs go by what it is called.
    headers.set("content-type", "application/json");
    headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(shown.length()));
    boolean[] gone = gone(reply);
    answering.injected().judged().gathered().trace().firstByte();
    Buffer whole = shown;
    Outcome outcome = answered ? Outcome.ANSWERED : Outcome.FAILED;
    return recording
        .answered(answering, outcome, status, tally, asked, seen.findings())
        .compose(recorded -> {
          if (status == 200 && answered) {
            answering.turn().shows(whole);
            answering.turn().complete("application/json", tally.text(), seen.findings());
          }
          if (gone[0]) {
            return Future.succeededFuture();
          }
          reply.head(status, headers);
          return write(whole, 0, reply).otherwiseEmpty();
        });
  }

  /** A client that goes from now on changes nothing: the exchange is over and recorded. */
  private static boolean[] gone(Reply reply) {
    boolean[] gone = new boolean[1];
    reply.onGone(() -> gone[0] = !reply.cutShort());
    return gone;
  }

  /** The provider has answered and is paid; its client is told why it sees nothing of it. */
  private Future<Void> withheld(
      Progress.Answering answering, AnswerTally tally, Screened seen, Reply reply) {
    ApiError error = ContentScreening.withheld(seen.findings());
    boolean[] gone = gone(reply);
    Stopped stopped = Stopped.spoilt(answering, error);
    return recording
        .answered(
            answering,
            Outcome.FAILED,
            error.status(),
            tally,
            ExchangeRecord.Asked.NOT,
            seen.findings())
        .compose(recorded ->
            gone[0]
                ? Future.succeededFuture()
                : ErrorAnswer.send(
                        answering.injected().judged().gathered().snapshot().read().arrived(),
                        stopped,
                        reply)
                    .otherwiseEmpty());
  }

  /** In pieces, which tell a client that reads slowly from one that doesn't read at all. */
  static Future<Void> write(Buffer body, int from, Reply reply) {
    int at = from;
    while (at < body.length() && !reply.full()) {
      int end = Math.min(body.length(), at + PIECE_BYTES);
      reply.write(body.slice(at, end));
      at = end;
    }
    if (at == body.length()) {
      return reply.end();
    }
    int next = at;
    Promise<Void> rest = Promise.promise();
    reply.onGone(rest::tryComplete);
    reply.onDrain(() -> write(body, next, reply).onComplete(written -> rest.tryComplete()));
    return rest.future();
  }

  static AnswerTally tally(Progress.Answering answering) {
    return switch (answering.injected().judged().permitted().body()) {
      case ParsedBody asked ->
          AnswerTally.of(
              asked.endpoint(),
              asked.hidesUsage(),
              asked.stores() && answering.routed().answer().isKept());
      case OpaqueBody unread -> AnswerTally.ofUnread();
    };
  }

  private static Buffer wordless(Progress.Answering answering) {
    Progress.Arrived arrived = answering.injected().judged().gathered().snapshot().read().arrived();
    int status = answering.routed().answer().status();
    ApiError error = UpstreamErrors.wordless(status, provider(answering));
    return WireError.body(error, arrived.line().readAs(), arrived.id());
  }

  private static String provider(Progress.Answering answering) {
    return answering.routed().target().provider();
  }

  private static boolean streams(Progress.Answering answering) {
    return answering.injected().judged().gathered().snapshot().read().body().stream();
  }

  private static Future<Void> unreadable(Progress.Answering answering, String why) {
    return failed(
        answering, UpstreamErrors.error(new UpstreamFailure(UpstreamFailure.Kind.UNREADABLE, why)));
  }

  private static Future<Void> failed(Progress.Answering answering, ApiError error) {
    return Future.failedFuture(Stopped.spoilt(answering, error));
  }

  private static Future<Void> failed(
      Progress.Answering answering, ApiError error, AnswerTally tally) {
    return Future.failedFuture(Stopped.spoilt(answering, error, tally));
  }
}
