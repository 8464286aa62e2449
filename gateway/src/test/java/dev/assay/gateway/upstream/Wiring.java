package dev.assay.gateway.upstream;

import dev.assay.config.Alias;
import dev.assay.config.AliasTarget;
import dev.assay.config.Provider;
import dev.assay.config.Secret;
import dev.assay.gateway.provider.DialectInterpreter;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A router over providers made of sockets, with a clock that tests move. */
final class Wiring implements AutoCloseable {
  static final long HOLD_MILLIS = 1_000;

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, RawUpstream> providers = new LinkedHashMap<>();
  private final Map<String, Upstream> upstreams = new LinkedHashMap<>();

  /** Adds a provider with these keys. */
  RawUpstream provider(String name, String... keys) throws IOException {
    return provider(name, Provider.Kind.OPENAI_COMPATIBLE, keys);
  }

  RawUpstream provider(String name, Provider.Kind kind, String... keys) throws IOException {
    RawUpstream provider = new RawUpstream();
    providers.put(name, provider);
    Provider config =
        Provider.at(name, kind, URI.create("http://127.0.0.1:" + provider.port() + "/v1"))
            .withTimeouts(new Provider.Timeouts(2_000, 2_000, 2_000, 20_000))
            .withApiKeys(
                Stream.of(keys).map(key -> new Provider.ApiKey(Secret.of(key), 1)).toList());
    upstreams.put(
        name, new Upstream(vertx, config, new DialectInterpreter(), clock, 1, HOLD_MILLIS));
    return provider;
  }

  /** Adds a provider that is asked over one connection, whose answers may pause for long. */
  RawUpstream narrow(String name) throws IOException {
    RawUpstream provider = new RawUpstream();
    providers.put(name, provider);
    URI place = URI.create("http://127.0.0.1:" + provider.port() + "/v1");
    Provider usual = Provider.at(name, Provider.Kind.OPENAI_COMPATIBLE, place);
    Provider config =
        new Provider(
            usual.name(),
            usual.kind(),
            usual.baseUrl(),
            usual.apiKeys(),
            usual.region(),
            usual.tenant(),
            usual.api(),
            new Provider.Timeouts(2_000, 2_000, 60_000, 60_000),
            usual.retries(),
            1,
            usual.adapters());
    upstreams.put(
        name, new Upstream(vertx, config, new DialectInterpreter(), clock, 1, HOLD_MILLIS));
    return provider;
  }

  /** A router for the alias {@code small} with these ways. */
  Router router(Alias alias) {
    return new Router(vertx, upstreams, Map.of(alias.name(), alias), metrics, clock);
  }

  Router router() {
    return router(new Alias("small", List.of()));
  }

  static List<AliasTarget> targets(Target... targets) {
    return Stream.of(targets).map(it -> new AliasTarget(it.provider(), it.model())).toList();
  }

  Routed route(Router router, Permitted permitted) {
    return done(begin(router, permitted, Requests.CLIENT, new Recall()));
  }

  /** On an event loop, as the exchange does. */
  Future<Routed> begin(Router router, Permitted permitted, Client client, Recall recall) {
    return begin(router, permitted, Injection.NONE, client, recall);
  }

  Future<Routed> begin(
      Router router, Permitted permitted, Injection injection, Client client, Recall recall) {
    Promise<Routed> routed = Promise.promise();
    vertx.runOnContext(
        start -> router.route(permitted, injection, client, recall).onComplete(routed));
    return routed.future();
  }

  /** As many at once. */
  List<Future<Routed>> flood(Router router, Permitted permitted, int requests) {
    List<Future<Routed>> all = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      all.add(begin(router, permitted, Requests.CLIENT, new Recall()));
    }
    return all;
  }

  /** The status, its body not wanted. */
  int status(Router router, Permitted permitted) {
    Routed routed = route(router, permitted);
    routed.answer().cancel();
    return routed.answer().status();
  }

  static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  static List<String> outcomes(List<Attempt> attempts) {
    return attempts.stream().map(it -> it.why().word() + " " + it.outcome()).toList();
  }

  @Override
  public void close() throws IOException {
    upstreams.values().forEach(Upstream::close);
    done(vertx.close());
    for (RawUpstream provider : providers.values()) {
      provider.close();
    }
  }
}
