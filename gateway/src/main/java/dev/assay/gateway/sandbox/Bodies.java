package dev.assay.gateway.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Receives request bodies within a bound. */
final class Bodies {
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private Bodies() {}

  static Future<byte[]> receive(HttpServerRequest request) {
    Promise<byte[]> received = Promise.promise();
    Buffer body = Buffer.buffer();
    request.handler(part -> {
      if (body.length() + part.length() > MAX_BYTES) {
        received.tryFail(tooLarge(MAX_BYTES));
      } else {
        body.appendBuffer(part);
      }
    });
    request.exceptionHandler(received::tryFail);
    request.endHandler(end -> received.tryComplete(body.getBytes()));
    return received.future();
  }

  static ApiError tooLarge(int maxBytes) {
    return new ApiError(
        413, "too_large", null, "the body is larger than " + maxBytes + " bytes; send less");
  }
}
