package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.gateway.answer.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a request's body inside a size and a time. */
final class BodyReader {
  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);
  private static final long DEADLINE_MILLIS = 30_000;

  private BodyReader() {}

  static Future<Buffer> read(HttpServerRequest request, int maxBytes, Reply reply, Vertx vertx) {
    if (declared(request) > maxBytes) {
      return Future.failedFuture(tooLarge(maxBytes));
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer[] collected = {Buffer.buffer()};
    long deadline =
        vertx.setTimer(
            DEADLINE_MILLIS,
            late ->
                whole.tryFail(
                    new Failed(
                        new ApiError(
                            408,
                            "The body did not arrive within 30 seconds.",
                            "invalid_request_error",
                            "body",
                            "request_timeout",
                            java.util.OptionalLong.empty()))));
    reply.onGone(() -> {
      if (reply.cutShort()) {
        whole.tryFail(new Failed(ApiError.stopping()));
      }
    });
    request.handler(chunk -> {
      if (collected[0].length() + chunk.length() > maxBytes) {
        whole.tryFail(tooLarge(maxBytes));
      } else {
        collected[0].appendBuffer(chunk);
      }
    });
    request.endHandler(end -> whole.tryComplete(collected[0]));
    request.exceptionHandler(
        broken -> whole.tryFail(broken instanceof HttpClosedException ? broken : unreadable()));
    return whole
        .future()
        .onComplete(done -> {
          vertx.cancelTimer(deadline);
          // What still comes is dropped, and what came must not outlive its place.
          collected[0] = Buffer.buffer();
          request.handler(dropped -> {});
        });
  }

  /** What a failure on the way to an answer means for the client. */
  static ApiError error(Throwable failure) {
    if (failure instanceof Failed failed) {
      return failed.error();
    }
    if (failure instanceof HttpClosedException) {
      // Its client went with the body half sent; nobody reads this answer.
      return ApiError.invalid("The body broke off.", "body", "body_incomplete");
    }
    LOG.error("a request failed", failure);
    return ApiError.internal();
  }

  /** What its body may come to take: what it declares, else the most that is allowed. */
  static int expected(HttpServerRequest request, int maxBytes) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? maxBytes : Math.clamp(declared(request), 0, maxBytes);
  }

  private static long declared(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException notANumber) {
      return Long.MAX_VALUE;
    }
  }

  private static Failed unreadable() {
    return new Failed(
        ApiError.invalid(
            "The body can't be read: its chunks are not as HTTP writes them.",
            "body",
            "body_unreadable"));
  }

  private static Failed tooLarge(int maxBytes) {
    return new Failed(
        ApiError.tooLarge("The body is larger than the " + maxBytes + " bytes allowed here."));
  }
}
