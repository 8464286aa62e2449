package dev.assay.gateway.upstream;

import dev.assay.gateway.provider.ProviderKey;
import dev.assay.gateway.upstream.UpstreamFailure.Kind;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.RequestBody;
import dev.assay.policies.judge.Target;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a target may be asked now: its provider, its breaker, its keys and its retries. */
final class Doors {
  private final Map<String, Upstream> upstreams;
  private final TargetHealths healths;
  private final InstantSource clock;

  Doors(Map<String, Upstream> upstreams, TargetHealths healths, InstantSource clock) {
    this.upstreams = Map.copyOf(upstreams);
    this.healths = healths;
    this.clock = clock;
  }

  /**
   * Takes what a try costs, or tells the try why it can't be made.
   *
   * @param first whether this exchange asks the provider for the first time, which no budget bounds
   */
  Optional<Door> open(Try it, Permitted permitted, boolean first, Client client) {
    String provider = it.target().provider();
    Target scope = scope(it.target(), permitted.body());
    String who = "provider '" + provider + "'";
    Upstream upstream = upstreams.get(provider);
    if (upstream == null) {
      return rests(it, Kind.RESTING, who + " is not configured", OptionalLong.empty());
    }
    if (client.limit().untilHead(System.nanoTime(), Long.MAX_VALUE) <= 0) {
      it.passedOver(Kind.OUT_OF_TIME.word(), Deadlines.outOfTime());
      return Optional.empty();
    }
    Optional<ProviderKey> key = upstream.keys().draw(scope.model(), it.keys());
    if (key.isEmpty()) {
      return rests(
          it,
          Kind.LIMITED,
          who + " limits or refuses every key that the gateway has for it",
          upstream.keys().waitMillis(scope.model()));
    }
    Standing standing = healths.of(scope).of(permitted.facts().caller().tenant());
    if (!standing.tryBegin()) {
      long rest = standing.restMillis();
      return rests(
          it,
          Kind.RESTING,
          who + " failed too often and rests for some seconds",
          rest > 0 ? OptionalLong.of(rest) : OptionalLong.empty());
    }
    if (first) {
      upstream.retries().deposit();
    } else if (!upstream.retries().tryTake()) {
      standing.notBegun();
      it.passedOver(
          Attempt.NO_RETRY_BUDGET,
          new UpstreamFailure(Kind.RESTING, who + " fails too often to be asked twice"));
      return Optional.empty();
    }
    it.with(key.get());
    return Optional.of(new Door(upstream, standing, key.get(), clock));
  }

  /** What passes through says nothing of how a model's chats do: a surface is its own target. */
  static Target scope(Target target, RequestBody asked) {
    return asked instanceof OpaqueBody unread
        ? new Target.PassThrough(target.provider(), unread.surface().word(), target.region(), 0)
        : target;
  }

  private static Optional<Door> rests(Try it, Kind kind, String message, OptionalLong waitMillis) {
    it.passedOver(kind.word(), new UpstreamFailure(kind, message, waitMillis));
    return Optional.empty();
  }
}
