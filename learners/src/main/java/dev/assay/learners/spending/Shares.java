package dev.assay.learners.spending;

import dev.assay.policies.tenant.TenantPolicy.Limits;
import dev.assay.policies.tenant.TenantPolicy.Scope;
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
   */
  record Taken(
      Verdict verdict,
      List<Share> shares,
      List<Long> tokens,
      Optional<Room> requestRoom,
      Optional<Room> tokenRoom) {
    static final Taken NOTHING =
        new Taken(Verdict.ROOM, List.of(), List.of(), Optional.empty(), Optional.empty());

    Taken {
      shares = List.copyOf(shares);
      tokens = List.copyOf(tokens);
    }
  }

  Shares(long nowNanos) {
    tenant = new Share(new Shortage.Owner(Scope.TENANT, ""), Shared.UNLIMITED, nowNanos);
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
    Optional<Shortage> rate = first(shares, it -> it.lacksRequests(nowNanos));
    Optional<Shortage> tokens = first(shares, it -> it.lacksTokens(wanted, nowNanos));
    Optional<Shortage> places = first(shares, Share::lacksPlaces);
    Optional<Shortage> shortage = rate.or(() -> tokens).or(() -> places);
    if (shortage.isPresent()) {
      Standing standing =
          new Standing(rate.isEmpty(), tokens.isEmpty(), places.isEmpty(), true, true, true);
      return new Taken(
          new Verdict(standing, waitNanos(shares, wanted), shortage),
          List.of(),
          List.of(),
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
        Verdict.ROOM, shares, counted, room(shares, Share::requests), room(shares, Share::tokens));
  }

  private static Optional<Shortage> first(
      List<Share> shares, Function<Share, Optional<Shortage>> lack) {
    for (Share share : shares) {
      Optional<Shortage> found = lack.apply(share);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
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
            new Shortage.Owner(Scope.KEY, ask.keyId()),
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
        .map(shared ->
            limited(models, new Shortage.Owner(Scope.MODEL, ask.alias()), shared, nowNanos));
  }

  private static Share limited(
      Map<String, Share> known, Shortage.Owner owner, Shared limits, long nowNanos) {
    Share share =
        known.computeIfAbsent(owner.subject(), unseen -> new Share(owner, limits, nowNanos));
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
