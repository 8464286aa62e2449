package dev.assay.gateway.upstream;

import dev.assay.config.Provider;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The connections to one provider, a share of them for each event loop: a request whose provider
 * answers on another thread than its client listens on is handed over twice, which costs more than
 * judging it does. A loop whose share is in use borrows from another's.
 */
final class Connections implements AutoCloseable {
  /** Waiting for a connection is waiting: past this many a request is refused at once. */
  private static final int MAX_WAITING = 1024;

  /** Fewer than this each are better shared by all loops. */
  private static final int LEAST_SHARE = 8;

  private final List<Share> shares;
  private final AtomicInteger next = new AtomicInteger();
  private final ThreadLocal<Share> own;

  /**
   * Opens none yet.
   *
   * @param loops how many event loops ask for them
   */
  Connections(Vertx vertx, Provider provider, int loops) {
    int most = provider.maxConnections();
    int count = most / loops >= LEAST_SHARE ? loops : 1;
    this.shares =
        IntStream.range(0, count)
            .mapToObj(i -> new Share(client(vertx, provider, most / count), most / count))
            .toList();
    this.own =
        ThreadLocal.withInitial(
            () -> shares.get(Math.floorMod(next.getAndIncrement(), shares.size())));
  }

  /** Some of the connections, and how many requests have begun on them and are not over. */
  static final class Share {
    private final HttpClientAgent client;
    private final int size;
    private final AtomicInteger busy = new AtomicInteger();

    private Share(HttpClientAgent client, int size) {
      this.client = client;
      this.size = size;
    }

    /** Counts one request more; tell {@link #over} when it is. */
    HttpClientAgent begin() {
      busy.incrementAndGet();
      return client;
    }

    void over() {
      busy.decrementAndGet();
    }

    private boolean hasRoom() {
      return busy.get() < size;
    }
  }

  /** Where a request of the calling thread goes. */
  Share share() {
    Share mine = own.get();
    if (mine.hasRoom()) {
      return mine;
    }
    return shares.stream().filter(Share::hasRoom).findFirst().orElse(mine);
  }

  private static HttpClientAgent client(Vertx vertx, Provider provider, int size) {
    return vertx
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
        .with(new PoolOptions().setHttp1MaxSize(size).setMaxWaitQueueSize(MAX_WAITING))
        .build();
  }

  @Override
  public void close() {
    shares.forEach(share -> share.client.close());
  }
}
