package dev.assay.gateway.upstream;

import dev.assay.config.Alias;
import dev.assay.config.AliasTarget;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.Target;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks the permitted targets, in the order that their alias's strategy gives, until one answers. A
 * target that keeps failing rests for a while.
 */
public final class Router {
  private final Vertx vertx;
  private final Map<String, Upstream> upstreams;
  private final TargetHealths healths;
  private final Doors doors;
  private final Map<String, Alias> aliases;
  private final Map<String, TargetOrder> orders = new HashMap<>();

  /**
   * Routes to these providers.
   *
   * @param upstreams by provider name
   * @param aliases by name
   * @param clock by which a target has rested
   */
  public Router(
      Vertx vertx,
      Map<String, Upstream> upstreams,
      Map<String, Alias> aliases,
      MeterRegistry metrics,
      Clock clock) {
    this.vertx = vertx;
    this.upstreams = Map.copyOf(upstreams);
    this.aliases = Map.copyOf(aliases);
    this.healths = new TargetHealths(metrics, clock);
    this.doors = new Doors(upstreams, healths, clock);
    aliases.values().forEach(alias -> orders.put(alias.name(), order(alias)));
    aliases.values().stream().flatMap(alias -> alias.targets().stream()).forEach(this::known);
    upstreams.values().forEach(upstream -> measure(upstream, metrics));
  }

  private TargetOrder order(Alias alias) {
    return new TargetOrder(alias, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** A target nobody asked yet has figures too. */
  private void known(AliasTarget target) {
    Upstream upstream = upstreams.get(target.provider());
    if (upstream != null) {
      String region = upstream.provider().region();
      healths.of(new Target.Configured(target.provider(), target.model(), region));
    }
  }

  private static void measure(Upstream upstream, MeterRegistry metrics) {
    String name = upstream.provider().name();
    Gauge.builder("assay.provider.keys.resting", upstream, it -> it.keys().resting())
        .tag("provider", name)
        .description("Keys that the provider limits or refuses")
        .register(metrics);
    Gauge.builder("assay.provider.retry.budget", upstream, it -> it.retries().left())
        .tag("provider", name)
        .description("Retries that the provider may be sent now")
        .register(metrics);
  }

  /**
   * The first answer that may be passed on; fails with {@link NoTargetAnswered}.
   *
   * @param recall takes it back as long as no answer's head is here
   */
  public Future<Routed> route(
      Permitted permitted, Injection injection, Client client, Recall recall) {
    String model = permitted.facts().request().model();
    Alias alias = aliases.get(model);
    List<Target> targets = permitted.targets();
    TargetOrder order = orders.get(model);
    return new Course(
            vertx,
            doors,
            permitted,
            injection,
            client,
            alias == null ? new Alias(model, List.of()) : alias,
            order == null
                ? targets
                : order.of(targets, client.episode(), it -> standing(it, permitted)),
            recall)
        .run();
  }

  private Standing standing(Target target, Permitted permitted) {
    return healths
        .of(Doors.scope(target, permitted.body()))
        .of(permitted.facts().caller().tenant());
  }

  /** How every provider does, by name. */
  public List<ProviderState> providers() {
    return upstreams.values().stream()
        .map(upstream -> ProviderState.of(upstream, healths.ofProvider(upstream.provider().name())))
        .sorted(java.util.Comparator.comparing(ProviderState::name))
        .toList();
  }
}
