package dev.assay.gateway.upstream;

import dev.assay.config.Provider;
import dev.assay.learners.journal.Slots;
import dev.assay.policies.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The connections to one provider, a share of them for each event loop: a request whose provider
 * answers on another thread than its client listens on is handed over twice, which costs more than
 * judging it does. A loop whose share is in use borrows from another's. Of all together a tenant
 * has at most twice as many as are free, so that none takes those of the others.
 */
final class Connections implements AutoCloseable {
  /** Waiting for a connection is waiting: past this many a request is refused at once. */
  private static final int MAX_WAITING = 1024;

  /** Fewer than this each are better shared by all loops. */
  private static final int LEAST_SHARE = 8;

  private final List<Share> shares;
  private final Slots places;
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
            .mapToObj(i ->
                new Share(client(vertx, provider, most / count), most / count, new AtomicInteger()))
            .toList();
    this.places = new Slots(most, 0);
    this.own =
        ThreadLocal.withInitial(
            () -> shares.get(Math.floorMod(next.getAndIncrement(), shares.size())));
  }

  /** Some of the connections, and how many requests have begun on them and are not over. */
  private record Share(HttpClientAgent client, int size, AtomicInteger busy) {
    boolean hasRoom() {
      return busy.get() < size;
    }
  }

  /** One request's use of a connection, or its wait for one. */
  static final class Use {
    private final Share share;
    private final boolean waits;
    private final Runnable left;
    private final AtomicBoolean over = new AtomicBoolean();

    private Use(Share share, boolean waits, Runnable left) {
      this.share = share;
      this.waits = waits;
      this.left = left;
    }

    /** Whether it began as a wait for one that others use. */
    boolean waits() {
      return waits;
    }

    HttpClientAgent client() {
      return share.client();
    }

    /** The connection is free again; said more than once it counts once. */
    void over() {
      if (over.compareAndSet(false, true)) {
        share.busy().decrementAndGet();
        left.run();
      }
    }
  }

  /** Where a tenant's request goes, if the tenant may have one more now; tell when it is over. */
  Optional<Use> tryBegin(TenantId tenant) {
    return places.tryTake(tenant, 0).map(this::begin);
  }

  /** The same once it may, on the loop that asks; fails where that takes too long. */
  Future<Use> begin(TenantId tenant, long waitMillis, Context loop) {
    return Future.fromCompletionStage(places.take(tenant, 0, waitMillis), loop).map(this::begin);
  }

  private Use begin(Slots.Room place) {
    Share mine = own.get();
    Share chosen =
        mine.hasRoom() ? mine : shares.stream().filter(Share::hasRoom).findFirst().orElse(mine);
    return new Use(
        chosen, chosen.busy().incrementAndGet() > chosen.size(), () -> places.giveBack(place));
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
    shares.forEach(share -> share.client().close());
  }
}
