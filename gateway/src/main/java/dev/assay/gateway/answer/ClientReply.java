package dev.assay.gateway.answer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.OptionalLong;

/** An answer on its way to a client. A client that reads nothing for too long is let go. */
public final class ClientReply implements Reply {
  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Context loop;
  private final long maxStallMillis;
  private Runnable gone = () -> {};
  private boolean cutShort;
  private OptionalLong stallTimer = OptionalLong.empty();

  /**
   * @param maxStallMillis how long it may leave what was written unread
   */
  public ClientReply(Vertx vertx, HttpServerRequest request, long maxStallMillis) {
    this.vertx = vertx;
    this.request = request;
    this.response = request.response();
    this.loop = vertx.getOrCreateContext();
    this.maxStallMillis = maxStallMillis;
  }

  @Override
  public void head(int status, MultiMap headers) {
    response.setStatusCode(status);
    response.headers().addAll(headers);
    if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
      // The rest of the body is not wanted, so the connection can't serve another request.
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
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
  public void onDrain(Runnable drained) {
    if (stallTimer.isEmpty()) {
      stallTimer = OptionalLong.of(vertx.setTimer(maxStallMillis, stalled -> letGo()));
    }
    response.drainHandler(drain -> {
      undrained();
      drained.run();
    });
  }

  /** Of a connection that others share, its own stream alone. */
  private void letGo() {
    if (request.version() == HttpVersion.HTTP_2) {
      response.reset();
    } else {
      StuckConnection.cut(request.connection());
    }
  }

  /** Vert.x tells of every drain, also of one behind the end. */
  private void undrained() {
    response.drainHandler(null);
    noStall();
  }

  private void noStall() {
    stallTimer.ifPresent(vertx::cancelTimer);
    stallTimer = OptionalLong.empty();
  }

  @Override
  public Future<Void> end() {
    // The connection may serve another request now, which this one's stall is not.
    undrained();
    return response.end();
  }

  @Override
  public void breakOff() {
    undrained();
    response.reset();
  }

  @Override
  public void onGone(Runnable gone) {
    this.gone = gone;
    if (cutShort || response.closed()) {
      left();
    } else {
      response.closeHandler(closed -> left());
    }
  }

  private void left() {
    if (!response.ended()) {
      Runnable told = gone;
      gone = () -> {};
      told.run();
    }
  }

  @Override
  public boolean cutShort() {
    return cutShort;
  }

  /** From any thread: the gateway stops, and waits for this answer no longer. */
  void cut() {
    loop.runOnContext(now -> {
      if (!cutShort && !response.closed()) {
        cutShort = true;
        left();
      }
    });
  }
}
