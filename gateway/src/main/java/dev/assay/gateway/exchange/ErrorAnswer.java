package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Reply;
import dev.assay.gateway.answer.WireError;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** What is answered in place of an answer. */
final class ErrorAnswer {
  private ErrorAnswer() {}

  /**
   * Where no more of a stream follows: as its last event, else in its place.
   *
   * @param number the event's own, where the client's API numbers events
   */
  static Future<Void> last(Progress.Answering answering, ApiError error, long number, Reply reply) {
    Progress.Arrived arrived = answering.injected().judged().gathered().snapshot().read().arrived();
    if (!reply.begun()) {
      return send(arrived, Stopped.spoilt(answering, error), reply);
    }
    reply.write(WireError.event(error, arrived.line().readAs(), arrived.id(), number));
    return reply.end();
  }

  /** To a client that is still there, when the gateway goes. */
  static Future<Void> gone(Stopped stopped, Reply reply) {
    return reply.cutShort()
        ? send(
            Progress.latest(stopped.progress(), Progress.Arrived.class).orElseThrow(),
            stopped,
            reply)
        : Future.succeededFuture();
  }

  /** An error as its client's SDK expects it. */
  static Future<Void> send(Progress.Arrived arrived, Stopped stopped, Reply reply) {
    ApiError error = stopped.error();
    if (reply.begun()) {
      // Whatever its client has of it is no whole answer: only the line can say so.
      reply.breakOff();
      return Future.succeededFuture();
    }
    Buffer body = WireError.body(error, arrived.line().readAs(), arrived.id());
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.set("content-type", "application/json");
    headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    headers.set("x-request-id", arrived.id().toString());
    headers.set("x-assay-exchange-id", arrived.id().toString());
    error
        .retryAfterSeconds()
        .ifPresent(seconds -> headers.set("retry-after", Long.toString(seconds)));
    Progress.latest(stopped.progress(), Progress.Gathered.class)
        .ifPresent(gathered -> RateHeaders.put(gathered.allowance(), headers));
    reply.head(error.status(), headers);
    reply.write(body);
    return reply.end();
  }
}
