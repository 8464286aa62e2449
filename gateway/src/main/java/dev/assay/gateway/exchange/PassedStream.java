package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.Reply;
import dev.assay.gateway.upstream.KeyWatch;
import dev.assay.gateway.upstream.UpstreamAnswer;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** Bytes on their way through as they come. Used from one event loop. */
final class PassedStream {
  private final Progress.Answering answering;
  private final UpstreamAnswer answer;
  private final Reply reply;
  private final MultiMap headers;
  private final Recording recording;
  private final KeyWatch watch;
  private final Promise<Void> passed = Promise.promise();
  private boolean over;

  PassedStream(Progress.Answering answering, Reply reply, MultiMap headers, Recording recording) {
    this.answering = answering;
    this.answer = answering.routed().answer();
    this.reply = reply;
    this.headers = headers;
    this.recording = recording;
    this.watch = answer.keyWatch();
  }

  Future<Void> run() {
    reply.onGone(this::gone);
    if (over) {
      return passed.future();
    }
    String length = answer.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      headers.set(HttpHeaders.CONTENT_LENGTH, length);
    }
    reply.head(answer.status(), headers);
    answer.read(this::came, this::ended);
    return passed.future();
  }

  private void gone() {
    if (!over) {
      answer.cancel();
      if (reply.cutShort()) {
        breakOff();
      } else {
        end(Outcome.CANCELLED, 499);
      }
    }
    passed.tryComplete();
  }

  private void came(Buffer bytes) {
    if (over) {
      return;
    }
    Buffer piece = watch.pass(bytes);
    if (watch.caught()) {
      // First, for to cancel is to hear of an end.
      over = true;
      answer.cancel();
      breakOff();
    } else if (piece.length() > 0) {
      answering.injected().judged().gathered().trace().firstByte();
      reply.write(piece);
      if (reply.full()) {
        answer.pause();
        reply.onDrain(answer::resume);
      }
    }
  }

  private void ended(AsyncResult<Void> end) {
    if (over) {
      return;
    }
    if (end.failed()) {
      breakOff();
      return;
    }
    end(answer.status() < 400 ? Outcome.ANSWERED : Outcome.FAILED, answer.status());
    Buffer rest = watch.rest();
    if (rest.length() > 0) {
      reply.write(rest);
    }
    reply.end().onComplete(written -> passed.tryComplete());
  }

  /** Part of it is with the client, in a form nobody knows: only the line can say so. */
  private void breakOff() {
    end(Outcome.INTERRUPTED, answer.status());
    reply.breakOff();
    passed.tryComplete();
  }

  private void end(Outcome outcome, int status) {
    over = true;
    PassedAnswers.record(recording, answering, outcome, status);
  }
}
