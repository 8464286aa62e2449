package dev.assay.learners.spending;

import dev.assay.policies.tenant.TenantPolicy.Limits;
import dev.assay.policies.tenant.TenantPolicy.Shared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a tenant's keys and models have taken of its limits. A request takes of all or of none. */
final class Shares {
  private final Share tenant;
  private final Map<String, Share> keys = new HashMap<>();
  private final Map<String, Share> models = new HashMap<>();

  /**
   * What a request took.
   *
   * @param tokens how many of its estimated tokens count, share by share
   * @param waitNanos until what it lacked may be there
   */
  record Taken(
      Standing standing,
      List<Share> shares,
      List<Long> tokens,
      long waitNanos,
      Optional<Room> requestRoom,
      Optional<Room> tokenRoom) {
    static final Taken NOTHING =
        new Taken(Standing.ROOM, List.of(), List.of(), 0, Optional.empty(), Optional.empty());

    Taken {
      shares = List.copyOf(shares);
      tokens = List.copyOf(tokens);
    }
  }

  Shares(long nowNanos) {
    tenant = new Share(Shared.UNLIMITED, nowNanos);
  }

  /** Takes a request, its tokens and a place, if there is room for all of them in all shares. */
  synchronized Taken take(Ask ask, long nowNanos) {
    return take(shares(ask, nowNanos), ask.estimate().tokens(), nowNanos);
  }

  /** The same of its model's share alone. */
  synchronized Taken takeOfModel(Ask ask, long nowNanos) {
    return take(
        ofModel(ask, nowNanos).map(List::of).orElse(List.of()), ask.estimate().tokens(), nowNanos);
  }

  private static Taken take(List<Share> shares, long wanted, long nowNanos) {
    boolean rate = true;
    boolean tokens = true;
    boolean places = true;
    for (Share share : shares) {
      rate &= share.requests().has(1, nowNanos);
      tokens &= share.tokens().has(wanted, nowNanos);
      places &= share.hasPlace();
    }
    if (!rate || !tokens || !places) {
      return new Taken(
          new Standing(rate, tokens, places, true, true, true),
          List.of(),
          List.of(),
          waitNanos(shares, wanted),
          room(shares, Share::requests),
          room(shares, Share::tokens));
    }
    List<Long> counted = new ArrayList<>();
    for (Share share : shares) {
      share.requests().take(1);
      counted.add(share.tokens().take(wanted));
      share.enter();
    }
    return new Taken(
        Standing.ROOM,
        shares,
        counted,
        0,
        room(shares, Share::requests),
        room(shares, Share::tokens));
  }

  /** Gives the place back and corrects the tokens to those that were used. */
  synchronized void settle(Taken taken, long usedTokens, long nowNanos) {
    for (int i = 0; i < taken.shares().size(); i++) {
      Share share = taken.shares().get(i);
      share.tokens().correct(taken.tokens().get(i) - usedTokens, nowNanos);
      share.leave();
    }
  }

  private List<Share> shares(Ask ask, long nowNanos) {
    Limits limits = ask.policy().limits();
    List<Share> shares = new ArrayList<>(3);
    shares.add(
        limited(
            keys,
            ask.keyId(),
            new Shared(
                limits.requestsPerMinute(), limits.tokensPerMinute(), limits.concurrentRequests()),
            nowNanos));
    tenant.limitTo(limits.tenant(), nowNanos);
    shares.add(tenant);
    ofModel(ask, nowNanos).ifPresent(shares::add);
    return shares;
  }

  private Optional<Share> ofModel(Ask ask, long nowNanos) {
    return Optional.ofNullable(ask.policy().limits().models().get(ask.alias()))
        .map(shared -> limited(models, ask.alias(), shared, nowNanos));
  }

  private static Share limited(
      Map<String, Share> known, String name, Shared limits, long nowNanos) {
    Share share = known.computeIfAbsent(name, unseen -> new Share(limits, nowNanos));
    share.limitTo(limits, nowNanos);
    return share;
  }

  private static long waitNanos(List<Share> shares, long tokens) {
    long longest = 0;
    for (Share share : shares) {
      longest = Math.max(longest, share.requests().waitNanos(1));
      longest = Math.max(longest, share.tokens().waitNanos(tokens));
    }
    return longest;
  }

  private static Optional<Room> room(List<Share> shares, Function<Share, Meter> meter) {
    return shares.stream()
        .map(meter)
        .map(Meter::room)
        .flatMap(Optional::stream)
        .reduce(Room::tighter);
  }
}
