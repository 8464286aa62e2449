package dev.assay.gateway.serve;

import dev.assay.gateway.answer.StuckConnection;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which no request was under way for a while: one kept alive that nobody
 * uses, or one whose request never becomes whole. The server's own idle time-out can't tell either
 * from a request whose answer takes long. Used from one event loop.
 */
final class QuietConnections implements Handler<HttpServerRequest> {
  private static final long SWEEP_MILLIS = 1_000;

  private static final int MAX_CONNECTIONS = 20_000;

  private final Handler<HttpServerRequest> handler;
  private final long maxQuietNanos;
  private final Map<HttpConnection, Watched> open = new HashMap<>();

  private static final class Watched {
    private final Deque<HttpServerResponse> answering = new ArrayDeque<>();
    private long quietSinceNanos = System.nanoTime();

    boolean quiet() {
      answering.removeIf(response -> response.ended() || response.closed());
      return answering.isEmpty();
    }
  }

  QuietConnections(Vertx vertx, Handler<HttpServerRequest> handler, long maxQuietMillis) {
    this.handler = handler;
    this.maxQuietNanos = TimeUnit.MILLISECONDS.toNanos(maxQuietMillis);
    vertx.setPeriodic(Math.min(SWEEP_MILLIS, maxQuietMillis), sweep -> sweep());
  }

  /** To be told of each new connection. */
  void opened(HttpConnection connection) {
    if (open.size() >= MAX_CONNECTIONS) {
      connection.close();
      return;
    }
    open.put(connection, new Watched());
    connection.closeHandler(closed -> open.remove(connection));
  }

  @Override
  public void handle(HttpServerRequest request) {
    Watched watched = open.get(request.connection());
    if (watched != null) {
      watched.quietSinceNanos = System.nanoTime();
      watched.answering.removeIf(HttpServerResponse::ended);
      watched.answering.add(request.response());
    }
    handler.handle(request);
  }

  private void sweep() {
    long now = System.nanoTime();
    // A copy, for closing one changes the map.
    for (Map.Entry<HttpConnection, Watched> entry : List.copyOf(open.entrySet())) {
      Watched watched = entry.getValue();
      if (!watched.quiet()) {
        watched.quietSinceNanos = now;
      } else if (now - watched.quietSinceNanos > maxQuietNanos) {
        StuckConnection.cut(entry.getKey());
      }
    }
  }
}
