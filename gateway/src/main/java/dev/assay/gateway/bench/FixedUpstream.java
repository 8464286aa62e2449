package dev.assay.gateway.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider that always says the same, at once, so that what is measured is the gateway. It counts
 * what it was sent and how much of that carried the bench's example. Listens on loopback alone.
 */
public final class FixedUpstream {
  /** A word that stands in the bench's pinned example and in none of its prompts. */
  static final String MARK = "pinned-by-the-bench";

  private static final Buffer ANSWER =
      Buffer.buffer(
          """
          {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"bench",\
          "choices":[{"index":0,"message":{"role":"assistant","content":"card_arrival"},\
          "finish_reason":"stop"}],\
          "usage":{"prompt_tokens":60,"completion_tokens":3,"total_tokens":63}}\
          """);

  private final AtomicLong chats = new AtomicLong();
  private final AtomicLong injected = new AtomicLong();

  /** Serves on a free port and gives that port. */
  public Future<Integer> start(Vertx vertx) {
    return vertx
        .createHttpServer()
        .requestHandler(this::answer)
        .listen(0, "127.0.0.1")
        .map(HttpServer::actualPort);
  }

  private void answer(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.GET)) {
      json(
          request,
          Buffer.buffer("{\"chats\":" + chats.get() + ",\"injected\":" + injected.get() + "}"));
      return;
    }
    request
        .body()
        .onSuccess(body -> {
          chats.incrementAndGet();
          if (body.toString().contains(MARK)) {
            injected.incrementAndGet();
          }
          json(request, ANSWER);
        });
  }

  private static void json(HttpServerRequest request, Buffer body) {
    request.response().putHeader("content-type", "application/json").end(body);
  }
}
