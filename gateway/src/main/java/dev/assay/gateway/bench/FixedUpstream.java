package dev.assay.gateway.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider that always says the same: at once, or as a stream of chunks at a fixed pace, each
 * with the time at which it was sent. It counts what it was sent and how much of that carried the
 * bench's examples. Listens on loopback alone.
 */
public final class FixedUpstream {
  /** A word that stands in each of the bench's examples and in none of its prompts. */
  static final String MARK = "pinned-by-the-bench";

  static final int CHUNKS = 12;
  static final int PACE_MILLIS = 5;

  /** What a request is told by stands near the body's start or end, whoever wrote it anew. */
  private static final int LOOKED_AT_BYTES = 4096;

  private static final Buffer ANSWER =
      Buffer.buffer(
          """
          {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"bench",\
          "choices":[{"index":0,"message":{"role":"assistant","content":"card_arrival"},\
          "finish_reason":"stop"}],\
          "usage":{"prompt_tokens":60,"completion_tokens":3,"total_tokens":63}}\
          """);

  private static final String CHUNK_HEAD =
      "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"bench\",";
  private static final String LAST =
      CHUNK_HEAD + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String USAGE =
      CHUNK_HEAD
          + "\"choices\":[],\"usage\":{\"prompt_tokens\":60,\"completion_tokens\":12,"
          + "\"total_tokens\":72}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private final AtomicLong chats = new AtomicLong();
  private final AtomicLong injected = new AtomicLong();

  /** Serves on a free port and gives that port. */
  public Future<Integer> start(Vertx vertx) {
    return vertx
        .createHttpServer()
        .requestHandler(request -> answer(vertx, request))
        .listen(0, "127.0.0.1")
        .map(HttpServer::actualPort);
  }

  private void answer(Vertx vertx, HttpServerRequest request) {
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
          String ends = ends(body);
          if (ends.contains(MARK)) {
            injected.incrementAndGet();
          }
          if (ends.contains("\"stream\":true") || ends.contains("\"stream\": true")) {
            stream(vertx, request, ends.contains("include_usage"));
          } else {
            json(request, ANSWER);
          }
        });
  }

  private static String ends(Buffer body) {
    if (body.length() <= 2 * LOOKED_AT_BYTES) {
      return body.toString();
    }
    return body.getString(0, LOOKED_AT_BYTES)
        + body.getString(body.length() - LOOKED_AT_BYTES, body.length());
  }

  private static void stream(Vertx vertx, HttpServerRequest request, boolean tellsUsage) {
    HttpServerResponse response =
        request
            .response()
            .setChunked(true)
            .putHeader("content-type", "text/event-stream")
            // Or nginx would gather what has to be passed on at once.
            .putHeader("x-accel-buffering", "no");
    response.write(chunk());
    int[] sent = {1};
    long timer =
        vertx.setPeriodic(
            PACE_MILLIS,
            id -> {
              if (sent[0]++ < CHUNKS) {
                response.write(chunk());
                return;
              }
              vertx.cancelTimer(id);
              response.end(LAST + (tellsUsage ? USAGE : "") + DONE);
            });
    response.closeHandler(closed -> vertx.cancelTimer(timer));
  }

  private static Buffer chunk() {
    return Buffer.buffer(
        CHUNK_HEAD
            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":"
            + StreamTimes.STAMP
            + System.nanoTime()
            + "\"},\"finish_reason\":null}]}\n\n");
  }

  private static void json(HttpServerRequest request, Buffer body) {
    request.response().putHeader("content-type", "application/json").end(body);
  }
}
