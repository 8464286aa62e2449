package dev.assay.gateway.upstream;

import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.provider.Interpretation;
import dev.assay.gateway.provider.Wire;
import dev.assay.gateway.sse.EventSplitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** A provider's answer whose head is here and whose body waits to be read. */
public final class UpstreamAnswer {
  private static final String EVENT_STREAM = "text/event-stream";

  private final HttpClientRequest request;
  private final HttpClientResponse response;
  private final Wire wire;
  private final Deadlines deadlines;
  private final boolean kept;
  private final int maxBytes;
  private Runnable whenOver = () -> {};
  private final Connections.Use use;
  private final Beginning beginning = new Beginning();
  private boolean paused;
  private boolean last;

  UpstreamAnswer(
      HttpClientRequest request,
      HttpClientResponse response,
      Wire wire,
      Deadlines deadlines,
      Connections.Use use,
      boolean kept,
      int maxBytes) {
    this.request = request;
    this.response = response;
    this.wire = wire;
    this.deadlines = deadlines;
    this.use = use;
    this.kept = kept;
    this.maxBytes = maxBytes;
  }

  public int status() {
    return response.statusCode();
  }

  /** Whether its provider keeps what it is told to keep, for somebody to ask for it by name. */
  public boolean isKept() {
    return kept;
  }

  public MultiMap headers() {
    return response.headers();
  }

  /** Fields of the request that the provider's API has no place for, and that change no answer. */
  public List<String> unsaid() {
    return wire.interpretation().map(Interpretation::unsaid).orElse(List.of());
  }

  /**
   * Waits for a stream's first event, which the first reader then gets. One that ends or breaks
   * before it has not answered.
   *
   * @param holdMillis after so long without an event it counts as open
   */
  void open(Vertx vertx, long holdMillis, Promise<UpstreamAnswer> head) {
    long timer = vertx.setTimer(holdMillis, waited -> opened(head));
    head.future().onComplete(settled -> vertx.cancelTimer(timer));
    response.handler(bytes -> {
      deadlines.touched();
      if (beginning.add(bytes)) {
        opened(head);
      }
    });
    response.exceptionHandler(broken -> {
      over();
      beginning.broke();
      head.tryFail(broken());
    });
    response.endHandler(done -> {
      over();
      beginning.ended();
      head.tryFail(
          new UpstreamFailure(
              UpstreamFailure.Kind.BROKEN, "the stream ended before its first event"));
    });
    response.resume();
  }

  private void opened(Promise<UpstreamAnswer> head) {
    response.pause();
    head.tryComplete(this);
  }

  private static UpstreamFailure broken() {
    return new UpstreamFailure(
        UpstreamFailure.Kind.BROKEN, "the provider closed the connection mid-answer");
  }

  /** What to do once when the body is over, whether it came whole, broke or is not wanted. */
  void whenOver(Runnable action) {
    whenOver = action;
  }

  /** No other request follows on its connection. */
  void isLastOfItsConnection() {
    last = true;
  }

  private void over() {
    deadlines.cancel();
    if (last) {
      request.connection().close();
    }
    Runnable once = whenOver;
    whenOver = () -> {};
    once.run();
    use.over();
  }

  /** Looks for the credentials that the provider was asked with. */
  public KeyWatch keyWatch() {
    return new KeyWatch(wire.credentials());
  }

  /** Whether the body is server-sent events. */
  public boolean isEventStream() {
    String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
  }

  /** The whole body in its client's words, unless it is larger than the limit. */
  public Future<Buffer> body() {
    return collected()
        .compose(came -> {
          if (wire.interpretation().isEmpty()) {
            return Future.succeededFuture(came);
          }
          Interpretation words = wire.interpretation().get();
          try {
            return Future.succeededFuture(
                Buffer.buffer(
                    status() < 300
                        ? words.answer(came.getBytes())
                        : words.error(status(), came.getBytes())));
          } catch (Unreadable broken) {
            return Future.failedFuture(
                new UpstreamFailure(
                    UpstreamFailure.Kind.UNREADABLE, String.valueOf(broken.getMessage())));
          }
        });
  }

  private Future<Buffer> collected() {
    Promise<Buffer> whole = Promise.promise();
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

  /**
   * Reads a stream of events in its client's words; {@code end} is called once, failed when the
   * stream broke off or has an event that is larger than the limit.
   */
  public void events(int maxEventBytes, Handler<Buffer> whole, Handler<AsyncResult<Buffer>> end) {
    EventSplitter splitter = new EventSplitter(maxEventBytes);
    boolean[] over = new boolean[1];
    read(
        chunk -> {
          if (over[0]) {
            return;
          }
          try {
            Buffer events = inWords(splitter.add(chunk));
            if (events.length() > 0) {
              whole.handle(events);
            }
          } catch (EventSplitter.EventTooLarge tooLarge) {
            over[0] = true;
            cancel();
            end.handle(
                Future.failedFuture(
                    new UpstreamFailure(
                        UpstreamFailure.Kind.UNREADABLE, String.valueOf(tooLarge.getMessage()))));
          } catch (RuntimeException mistake) {
            // Of a translation: its stream ends instead of waiting for ever.
            over[0] = true;
            cancel();
            end.handle(Future.failedFuture(mistake));
          }
        },
        ended -> {
          if (!over[0]) {
            over[0] = true;
            end.handle(ended.map(done -> inWords(splitter.rest())));
          }
        });
  }

  private Buffer inWords(Buffer events) {
    return wire.interpretation().map(words -> words.events(events)).orElse(events);
  }

  /** Reads chunk by chunk; {@code end} is called once, failed when the body broke off. */
  public void read(Handler<Buffer> chunk, Handler<AsyncResult<Void>> end) {
    Promise<Void> ended = Promise.promise();
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
      ended.tryFail(broken());
    });
    response.endHandler(done -> {
      over();
      ended.tryComplete();
    });
    Buffer early = beginning.take();
    if (early.length() > 0) {
      chunk.handle(early);
    }
    switch (beginning.end()) {
      case NONE -> {
        if (!paused) {
          response.resume();
        }
      }
      case WHOLE -> ended.tryComplete();
      case BROKEN -> ended.tryFail(broken());
    }
  }

  /** Stops the provider's chunks until {@link #resume}. The idle deadline rests meanwhile. */
  public void pause() {
    paused = true;
    deadlines.rest();
    response.pause();
  }

  public void resume() {
    paused = false;
    deadlines.touched();
    response.resume();
  }

  /** Ends the request; the provider sees its client go, and a reader hears of a broken end. */
  public void cancel() {
    over();
    request.reset();
  }
}
