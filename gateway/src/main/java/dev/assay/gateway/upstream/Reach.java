package dev.assay.gateway.upstream;

import dev.assay.config.Provider;
import dev.assay.gateway.provider.Wire;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where a provider is, how long a request may wait for a connection, and why it gets none. */
final class Reach {
  private static final long BUSY_MILLIS = 1_000;

  private final String name;
  private final RequestOptions address;
  private final long firstByteMillis;

  Reach(Provider provider) {
    this.name = provider.name();
    this.address = address(provider.baseUrl());
    this.firstByteMillis = provider.timeouts().firstByteMillis();
  }

  /** A request to the provider. */
  RequestOptions options(Wire wire, TimeLimit limit) {
    return new RequestOptions(address)
        .setMethod(HttpMethod.valueOf(wire.method()))
        .setURI(wire.path())
        // Also bounds how long a request waits for one of the pool's connections.
        .setConnectTimeout(waitMillis(limit));
  }

  private static RequestOptions address(URI base) {
    boolean tls = "https".equals(base.getScheme().toLowerCase(Locale.ROOT));
    int port = base.getPort() != -1 ? base.getPort() : tls ? 443 : 80;
    return new RequestOptions()
        .setHost(base.getHost())
        .setPort(port)
        .setSsl(tls)
        .setFollowRedirects(false);
  }

  /** Why there is no connection. */
  UpstreamFailure failed(Throwable failure, Connections.Use use, TimeLimit limit) {
    boolean waitedInVain = failure instanceof TimeoutException && use.waits();
    if (waitedInVain || failure instanceof ConnectionPoolTooBusyException || outOfTime(limit)) {
      return allInUse(limit);
    }
    return new UpstreamFailure(
        UpstreamFailure.Kind.UNREACHABLE, "provider '" + name + "' cannot be reached");
  }

  /** None is free for the tenant, and none became so in time. */
  UpstreamFailure allInUse(TimeLimit limit) {
    return outOfTime(limit)
        ? Deadlines.outOfTime()
        : new UpstreamFailure(
            UpstreamFailure.Kind.RESTING,
            "all connections that the gateway, or this tenant, may have to provider '"
                + name
                + "' are in use",
            OptionalLong.of(BUSY_MILLIS));
  }

  private static boolean outOfTime(TimeLimit limit) {
    return limit.untilHead(System.nanoTime(), Long.MAX_VALUE) <= 0;
  }

  /** How long a request may wait for a connection. */
  long waitMillis(TimeLimit limit) {
    long most = TimeUnit.MILLISECONDS.toNanos(firstByteMillis);
    long wait = limit.untilHead(System.nanoTime(), most);
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait));
  }
}
