package dev.assay.gateway.upstream;

import dev.assay.policies.judge.Endpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a provider does.
 *
 * @param endpoints what it serves itself
 * @param keys how many keys the gateway has for it; 0 where it wants none
 * @param keysResting how many of them the provider limits or refuses
 * @param retriesLeft how many retries it may be sent now
 */
public record ProviderState(
    String name,
    String kind,
    String region,
    List<String> endpoints,
    int keys,
    int keysResting,
    long retriesLeft,
    List<TargetState> targets) {

  /**
   * How one of its models does.
   *
   * @param breaker {@code closed}, {@code open} or {@code half_open}: the worst of all tenants'
   * @param restsMillis until everyone may ask it again; 0 when everyone may
   * @param restsForTenants for how many tenants it rests for what they ask it
   * @param pending requests under way
   * @param latencyMillis time to an answer's head of late; null before the first
   * @param outcomes how often requests to it ended how since the start
   */
  public record TargetState(
      String model,
      String breaker,
      long restsMillis,
      long restsForTenants,
      int pending,
      @Nullable Double latencyMillis,
      Map<String, Long> outcomes) {
    static TargetState of(TargetHealth health) {
      OptionalDouble nanos = health.latency().average();
      return new TargetState(
          health.target().model(),
          health.breakerState(),
          health.restMillis(),
          health.restsForTenants(),
          health.pending(),
          nanos.isPresent()
              ? Math.round(nanos.getAsDouble() / TimeUnit.MICROSECONDS.toNanos(1)) / 1000.0
              : null,
          health.outcomes());
    }
  }

  static ProviderState of(Upstream upstream, List<TargetHealth> targets) {
    return new ProviderState(
        upstream.provider().name(),
        upstream.provider().kind().word(),
        upstream.provider().region(),
        Arrays.stream(Endpoint.values())
            .filter(upstream.wires()::speaks)
            .map(Endpoint::word)
            .toList(),
        upstream.provider().apiKeys().size(),
        upstream.keys().resting(),
        Math.round(Math.floor(upstream.retries().left())),
        targets.stream().map(TargetState::of).toList());
  }
}
