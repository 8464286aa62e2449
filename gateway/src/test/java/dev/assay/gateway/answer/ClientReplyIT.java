package dev.assay.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Eventually;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that reads late is told of once, and not at all behind the end. */
class ClientReplyIT {
  private static final Buffer PIECE = Buffer.buffer("x".repeat(256 * 1024));

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger drains = new AtomicInteger();
  private final AtomicBoolean filled = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  void aDrainIsToldOnce() throws Exception {
    read(reply -> {
      fill(reply);
      reply.onDrain(() -> {
        drains.incrementAndGet();
        // Full again, and nobody asks to be told.
        fill(reply);
        reply.end().onComplete(ended -> over.set(true));
      });
    });
    assertThat(drains).hasValue(1);
  }

  @Test
  void behindTheEndNoDrainIsTold() throws Exception {
    read(reply -> {
      fill(reply);
      reply.onDrain(drains::incrementAndGet);
      reply.end().onComplete(ended -> over.set(true));
    });
    assertThat(drains).hasValue(0);
  }

  private void fill(ClientReply reply) {
    while (!reply.full()) {
      reply.write(PIECE);
    }
    filled.set(true);
  }

  /** A client that reads all, once the reply was full. */
  private void read(Consumer<ClientReply> answer) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request -> answer.accept(begun(request)))
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS);
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      client
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nhost: g\r\nconnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      Eventually.holds("the reply is full", filled::get);
      InputStream in = client.getInputStream();
      in.transferTo(java.io.OutputStream.nullOutputStream());
      Eventually.holds("all is written", over::get);
    }
  }

  private ClientReply begun(HttpServerRequest request) {
    ClientReply reply = new ClientReply(vertx, request, 20_000);
    reply.head(200, MultiMap.caseInsensitiveMultiMap());
    return reply;
  }
}
