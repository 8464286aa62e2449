package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.StuckConnection;
import dev.assay.gateway.answer.WireError;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.UUID;

/** What the data plane says itself, without an exchange. */
final class DirectReplies {
  /** Between an answer and the end of a connection whose request is not over. */
  private static final long LINGER_MILLIS = 2_000;

  private final Vertx vertx;

  DirectReplies(Vertx vertx) {
    this.vertx = vertx;
  }

  void respond(HttpServerRequest request, UUID id, int status, Buffer body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .putHeader("x-request-id", id.toString())
        .end(body);
  }

  void refuse(HttpServerRequest request, UUID id, ApiError error) {
    if (request.response().closed() || request.response().headWritten()) {
      return;
    }
    error
        .retryAfterSeconds()
        .ifPresent(s -> request.response().putHeader("retry-after", Long.toString(s)));
    Buffer body = body(request, id, error);
    if (request.isEnded()) {
      respond(request, id, error.status(), body);
      return;
    }
    // The rest of the body is not wanted, so the connection can't serve another request.
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader("connection", "close");
    }
    respond(request, id, error.status(), body);
    vertx.setTimer(LINGER_MILLIS, over -> cutBody(request));
  }

  /** A client whose body nobody took has a moment to read why, and is cut then. */
  void linger(HttpServerRequest request) {
    // An answer may be closed while the connection still waits for the rest of the body.
    if (!request.isEnded()) {
      request.resume();
      vertx.setTimer(LINGER_MILLIS, over -> cutBody(request));
    }
  }

  void abandon(HttpServerRequest request) {
    if (!request.response().ended()) {
      request.response().reset();
    }
  }

  /** TensorZero's clients look for the words alone under {@code error}. */
  private static Buffer body(HttpServerRequest request, UUID id, ApiError error) {
    return Incoming.path(request).equals("/feedback")
        ? error.wordsAlone()
        : WireError.body(error, Incoming.endpoint(request).orElse(Endpoint.CHAT_COMPLETIONS), id);
  }

  /** The client had time to read why; one that goes on sending would be listened to for ever. */
  private static void cutBody(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      StuckConnection.cut(request.connection());
    }
  }
}
