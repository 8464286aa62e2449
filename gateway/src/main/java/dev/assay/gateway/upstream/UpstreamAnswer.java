package dev.assay.gateway.upstream;

import dev.assay.gateway.provider.Interpretation;
import dev.assay.gateway.provider.Wire;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/** A provider's answer whose head is here and whose body waits to be read. */
public final class UpstreamAnswer {
  private static final String EVENT_STREAM = "text/event-stream";

  private final HttpClientRequest request;
  private final HttpClientResponse response;
  private final Wire wire;
  private final Deadlines deadlines;
  private final int maxBytes;
  private Runnable whenOver = () -> {};

  UpstreamAnswer(
      HttpClientRequest request,
      HttpClientResponse response,
      Wire wire,
      Deadlines deadlines,
      int maxBytes) {
    this.request = request;
    this.response = response;
    this.wire = wire;
    this.deadlines = deadlines;
    this.maxBytes = maxBytes;
  }

  public int status() {
    return response.statusCode();
  }

  public MultiMap headers() {
    return response.headers();
  }

  /** By which the answer becomes the client's; empty where client and provider speak alike. */
  public Optional<Interpretation> interpretation() {
    return wire.interpretation();
  }

  /** What to do once when the body is over, whether it came whole, broke or is not wanted. */
  void whenOver(Runnable action) {
    whenOver = action;
  }

  private void over() {
    deadlines.cancel();
    Runnable once = whenOver;
    whenOver = () -> {};
    once.run();
  }

  /** Whether the body is server-sent events. */
  public boolean isEventStream() {
    String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
  }

  /** The whole body, unless it is larger than the limit. */
  public Future<Buffer> body() {
    io.vertx.core.Promise<Buffer> whole = io.vertx.core.Promise.promise();
    Buffer collected = Buffer.buffer();
    read(
        chunk -> {
          if (collected.length() + chunk.length() > maxBytes) {
            whole.tryFail(
                new UpstreamFailure(
                    UpstreamFailure.Kind.UNREADABLE,
                    "the provider's answer is larger than " + maxBytes + " bytes"));
            cancel();
          } else {
            collected.appendBuffer(chunk);
          }
        },
        end -> {
          if (end.succeeded()) {
            whole.tryComplete(collected);
          } else {
            whole.tryFail(end.cause());
          }
        });
    return whole.future();
  }

  /** Reads chunk by chunk; {@code end} is called once, failed when the body broke off. */
  public void read(Handler<Buffer> chunk, Handler<io.vertx.core.AsyncResult<Void>> end) {
    io.vertx.core.Promise<Void> ended = io.vertx.core.Promise.promise();
    ended.future().onComplete(end);
    deadlines.onExpired(expired -> {
      over();
      // Before the reset, which fails the answer with its own words.
      ended.tryFail(expired);
      request.reset();
    });
    response.handler(bytes -> {
      deadlines.touched();
      chunk.handle(bytes);
    });
    response.exceptionHandler(broken -> {
      over();
      ended.tryFail(
          new UpstreamFailure(
              UpstreamFailure.Kind.BROKEN, "the provider closed the connection mid-answer"));
    });
    response.endHandler(done -> {
      over();
      ended.tryComplete();
    });
    response.resume();
  }

  /** Stops the provider's chunks until {@link #resume}. The idle deadline rests meanwhile. */
  public void pause() {
    deadlines.rest();
    response.pause();
  }

  public void resume() {
    deadlines.touched();
    response.resume();
  }

  /** Ends the request; the provider sees its client go. */
  public void cancel() {
    over();
    request.reset();
  }
}
