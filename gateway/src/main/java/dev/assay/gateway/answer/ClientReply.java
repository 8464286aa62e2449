package dev.assay.gateway.answer;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** An answer on its way to a client. */
public final class ClientReply implements Reply {
  private final HttpServerResponse response;

  public ClientReply(HttpServerResponse response) {
    this.response = response;
  }

  @Override
  public void head(int status, MultiMap headers) {
    response.setStatusCode(status);
    response.headers().addAll(headers);
    if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      response.setChunked(true);
    }
  }

  @Override
  public boolean begun() {
    return response.isChunked()
        || response.headWritten()
        || response.headers().contains(HttpHeaders.CONTENT_LENGTH);
  }

  @Override
  public Future<Void> write(Buffer bytes) {
    return response.write(bytes);
  }

  @Override
  public boolean full() {
    return response.writeQueueFull();
  }

  @Override
  public void onDrain(Handler<Void> drained) {
    response.drainHandler(drained);
  }

  @Override
  public Future<Void> end() {
    return response.end();
  }

  @Override
  public void onGone(Runnable gone) {
    if (response.closed() && !response.ended()) {
      gone.run();
      return;
    }
    response.closeHandler(closed -> {
      if (!response.ended()) {
        gone.run();
      }
    });
  }
}
