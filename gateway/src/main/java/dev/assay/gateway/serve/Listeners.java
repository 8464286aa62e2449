package dev.assay.gateway.serve;

import dev.assay.config.DataPlaneLimits;
import dev.assay.config.Listener;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two listeners: applications on all event loops, people on one. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final long START_SECONDS = 20;
  private static final int BACKLOG = 4096;
  private static final long CONTROL_DRAIN_MILLIS = 5_000;

  /** Those who still wait when the time is over are told so, which takes a moment. */
  private static final long CUT_MILLIS = 1_000;

  private final Vertx vertx;
  private final Queue<HttpServer> data = new ConcurrentLinkedQueue<>();
  private final Queue<HttpServer> control = new ConcurrentLinkedQueue<>();

  Listeners(Vertx vertx) {
    this.vertx = vertx;
  }

  /** What names a listener's port, on the command line and in the configuration. */
  private record Way(String option, String key) {
    static final Way DATA = new Way("--data-port", "data.port");
    static final Way CONTROL = new Way("--control-port", "control.port");
  }

  String data(Listener where, DataPlaneLimits limits, Handler<HttpServerRequest> handler) {
    HttpServerOptions options = options(where).setMaxHeaderSize(limits.maxHeaderBytes());
    if (where.port() == 0) {
      options.setPort(freePort(where.host()));
    }
    int port = 0;
    for (int i = 0; i < Server.LOOPS; i++) {
      port = listen(Way.DATA, options, handler, limits.clientQuietMillis());
    }
    return shown(where, port);
  }

  String control(Listener where, Handler<HttpServerRequest> handler) {
    return shown(
        where,
        listen(Way.CONTROL, options(where), handler, DataPlaneLimits.DEFAULT.clientQuietMillis()));
  }

  /**
   * Takes no new connection and waits for what is under way: first where applications are, for
   * operators want to see how that goes. What the time does not suffice for is cut.
   *
   * @param cut tells those who still wait, and returns how many they are
   * @return how many were cut
   */
  int drain(long millis, IntSupplier cut) {
    int cutShort = drain(data, millis, cut);
    drain(control, Math.min(millis, CONTROL_DRAIN_MILLIS), () -> 0);
    return cutShort;
  }

  private static int drain(Queue<HttpServer> servers, long millis, IntSupplier cut) {
    List<Future<Void>> closing =
        servers.stream()
            .map(server -> server.shutdown(millis + CUT_MILLIS, TimeUnit.MILLISECONDS))
            .toList();
    CompletableFuture<?> closed = Future.join(closing).toCompletionStage().toCompletableFuture();
    if (done(closed, millis)) {
      return 0;
    }
    int cutShort = cut.getAsInt();
    if (!done(closed, 2 * CUT_MILLIS)) {
      LOG.warn("some connections did not close {} ms after they were told to", 2 * CUT_MILLIS);
    }
    return cutShort;
  }

  private static boolean done(CompletableFuture<?> closed, long millis) {
    try {
      closed.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException late) {
      return false;
    }
  }

  /** Each listener lives in a verticle, which is what binds it to an event loop of its own. */
  private int listen(
      Way way, HttpServerOptions options, Handler<HttpServerRequest> handler, long maxQuietMillis) {
    int[] port = new int[1];
    AbstractVerticle verticle =
        new AbstractVerticle() {
          @Override
          public void start(io.vertx.core.Promise<Void> started) {
            QuietConnections connections = new QuietConnections(vertx, handler, maxQuietMillis);
            HttpServer server =
                vertx
                    .createHttpServer(options)
                    .connectionHandler(connections::opened)
                    .requestHandler(connections);
            (way.equals(Way.DATA) ? data : control).add(server);
            server
                .listen()
                .onSuccess(listening -> port[0] = listening.actualPort())
                .<Void>mapEmpty()
                .onComplete(started);
          }
        };
    try {
      vertx
          .deployVerticle(verticle, new DeploymentOptions())
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
      return port[0];
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    } catch (java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException failed) {
      Throwable cause = failed.getCause() != null ? failed.getCause() : failed;
      throw new IllegalStateException(
          "can't listen on "
              + options.getHost()
              + ":"
              + options.getPort()
              + ": "
              + cause.getMessage()
              + ". Free the port, or choose another with "
              + way.option()
              + " ("
              + way.key()
              + " in the configuration); 0 takes a free one.",
          cause);
    }
  }

  /** Servers share a port only when they all ask for the same one. */
  private static int freePort(String host) {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return probe.getLocalPort();
    } catch (IOException none) {
      throw new IllegalStateException("no free port on " + host, none);
    }
  }

  private static HttpServerOptions options(Listener where) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(where.host())
            .setPort(where.port())
            .setAcceptBacklog(BACKLOG)
            .setTcpNoDelay(true)
            .setDecompressionSupported(false)
            .setHttp2ClearTextEnabled(false)
            // Nobody upgrades here, and what waits for it stands in every request's way.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false);
    where
        .tls()
        .ifPresent(tls ->
            options
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .setCertPath(tls.certificateFile().toString())
                        .setKeyPath(tls.keyFile().toString())));
    return options;
  }

  private static String shown(Listener where, int port) {
    return (where.host().contains(":") ? "[" + where.host() + "]" : where.host()) + ":" + port;
  }
}
