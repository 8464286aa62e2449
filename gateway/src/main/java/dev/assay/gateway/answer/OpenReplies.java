package dev.assay.gateway.answer;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The answers under way, which are told when the gateway stops and can't wait for their end. */
public final class OpenReplies {
  private final Vertx vertx;
  private final long maxStallMillis;
  private final Set<ClientReply> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /**
   * @param maxStallMillis how long a client may leave what was written unread
   */
  public OpenReplies(Vertx vertx, long maxStallMillis) {
    this.vertx = vertx;
    this.maxStallMillis = maxStallMillis;
  }

  /** The answer to a request, on its loop, until it is {@link #over}. */
  public ClientReply open(HttpServerRequest request) {
    ClientReply reply = new ClientReply(vertx, request, maxStallMillis);
    open.add(reply);
    if (stopped) {
      reply.cut();
    }
    return reply;
  }

  /** Nothing more is done for it. */
  public void over(ClientReply reply) {
    open.remove(reply);
  }

  /** Cuts all of them short, and what still comes. Returns how many they were. */
  public int cut() {
    stopped = true;
    List<ClientReply> waiting = List.copyOf(open);
    waiting.forEach(ClientReply::cut);
    return waiting.size();
  }
}
