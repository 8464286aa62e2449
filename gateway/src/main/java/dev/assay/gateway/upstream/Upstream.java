package dev.assay.gateway.upstream;

import dev.assay.config.Provider;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Outbound;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** One provider's connection pool. It accepts only what was permitted. */
public final class Upstream implements AutoCloseable {
  private static final int MAX_ANSWER_BYTES = 32 * 1024 * 1024;

  /** Waiting for a connection is waiting: past this many a request is refused at once. */
  private static final int MAX_WAITING = 1024;

  private final Vertx vertx;
  private final Provider provider;
  private final HttpClientAgent client;
  private final Map<Endpoint, RequestOptions> calls = new EnumMap<>(Endpoint.class);

  public Upstream(Vertx vertx, Provider provider) {
    this.vertx = vertx;
    this.provider = provider;
    this.client =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setConnectTimeout(provider.timeouts().connectMillis())
                    .setTcpNoDelay(true)
                    .setKeepAlive(true)
                    .setKeepAliveTimeout(30)
                    .setMaxHeaderSize(64 * 1024)
                    .setDecompressionSupported(false)
                    .setVerifyHost(true))
            .with(
                new PoolOptions()
                    .setHttp1MaxSize(provider.maxConnections())
                    .setMaxWaitQueueSize(MAX_WAITING))
            .build();
    for (Endpoint endpoint : Endpoint.values()) {
      calls.put(
          endpoint,
          options(provider.baseUrl(), endpoint.path(), provider.timeouts().firstByteMillis()));
    }
  }

  /**
   * Sends it.
   *
   * @param recall takes it back as long as the answer's head is not here
   * @return the answer's head, whatever its status; fails with {@link UpstreamFailure}
   */
  public Future<UpstreamAnswer> send(Outbound outbound, Recall recall) {
    if (!outbound.target().provider().equals(provider.name())) {
      throw new IllegalArgumentException("this request is for another provider");
    }
    Promise<UpstreamAnswer> head = Promise.promise();
    recall.onCall(() -> head.tryFail(recalled()));
    client
        .request(calls.get(outbound.endpoint()))
        .onSuccess(request -> exchange(request, outbound, recall, head))
        .onFailure(failure ->
            head.tryFail(
                new UpstreamFailure(
                    UpstreamFailure.Kind.UNREACHABLE,
                    "provider '" + provider.name() + "' cannot be reached")));
    return head.future();
  }

  private static UpstreamFailure recalled() {
    return new UpstreamFailure(UpstreamFailure.Kind.RECALLED, "the client went");
  }

  private void exchange(
      HttpClientRequest request, Outbound outbound, Recall recall, Promise<UpstreamAnswer> head) {
    if (head.future().isComplete()) {
      // It waited for a connection for longer than its client waited for it.
      request.reset();
      return;
    }
    // Failures come by the future of its answer.
    request.exceptionHandler(ended -> {});
    request.putHeader("content-type", "application/json");
    request.putHeader("accept", outbound.stream() ? "text/event-stream" : "application/json");
    // Compressed chunks would have to be unpacked to be counted, and packed again.
    request.putHeader("accept-encoding", "identity");
    provider.apiKey().ifPresent(key -> request.putHeader("authorization", "Bearer " + key.value()));
    Provider.Timeouts timeouts = provider.timeouts();
    Deadlines deadlines =
        new Deadlines(
            vertx, timeouts.firstByteMillis(), timeouts.idleMillis(), timeouts.totalMillis());
    deadlines.onExpired(expired -> {
      // First, for a reset fails the request with its own words.
      head.tryFail(expired);
      request.reset();
    });
    recall.onCall(() -> {
      deadlines.cancel();
      head.tryFail(recalled());
      request.reset();
    });
    request
        .send(Buffer.buffer(outbound.body()))
        .onSuccess(response -> begun(request, response, deadlines, head))
        .onFailure(broken -> {
          deadlines.cancel();
          head.tryFail(
              new UpstreamFailure(
                  UpstreamFailure.Kind.BROKEN,
                  "provider '" + provider.name() + "' broke off before it answered"));
        });
  }

  private static void begun(
      HttpClientRequest request,
      HttpClientResponse response,
      Deadlines deadlines,
      Promise<UpstreamAnswer> head) {
    response.pause();
    // Until it is read; a reset is an end like another, and no fault to log.
    response.exceptionHandler(ended -> {});
    deadlines.touched();
    head.tryComplete(new UpstreamAnswer(request, response, deadlines, MAX_ANSWER_BYTES));
  }

  private static RequestOptions options(URI base, String path, long waitMillis) {
    boolean tls = "https".equals(base.getScheme().toLowerCase(Locale.ROOT));
    int port = base.getPort() != -1 ? base.getPort() : tls ? 443 : 80;
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost(base.getHost())
        .setPort(port)
        .setSsl(tls)
        // Also bounds how long a request waits for one of the pool's connections.
        .setConnectTimeout(waitMillis)
        .setFollowRedirects(false)
        .setURI(base.getRawPath() + path);
  }

  @Override
  public void close() {
    client.close();
  }
}
