package dev.assay.gateway.upstream;

import dev.assay.config.Alias;
import dev.assay.config.AliasTarget;
import dev.assay.gateway.provider.Lot;
import dev.assay.policies.judge.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * In which order an alias's targets are asked. It only orders what was permitted: a release's
 * adapter stays first, as its share is the release's matter, and one that rests comes last, as
 * asking it would be in vain.
 */
final class TargetOrder {
  private final Alias alias;
  private final Map<AliasTarget, Integer> weights = new HashMap<>();
  private final DoubleSupplier uniform;

  /**
   * Of an alias.
   *
   * @param uniform draws from 0 to 1
   */
  TargetOrder(Alias alias, DoubleSupplier uniform) {
    this.alias = alias;
    this.uniform = uniform;
    for (AliasTarget target : alias.targets()) {
      weights.put(new AliasTarget(target.provider(), target.model()), target.weight());
    }
  }

  /**
   * Of these, all of them, each once.
   *
   * @param standings how each does with what it is asked for now, for who asks
   */
  List<Target> of(List<Target> permitted, String episode, Function<Target, Standing> standings) {
    if (permitted.size() < 2) {
      return permitted;
    }
    List<Target> adapters = new ArrayList<>();
    List<Target> configured = new ArrayList<>();
    for (Target target : permitted) {
      (target instanceof Target.Adapter ? adapters : configured).add(target);
    }
    List<Target> ordered = new ArrayList<>(adapters);
    ordered.addAll(affine(ordered(configured, standings), episode, standings));
    // Stable, and those that rest stay in their order too: the first of them wakes first of all.
    if (ordered.stream().map(standings).anyMatch(TargetOrder::rests)) {
      ordered.sort(Comparator.comparing(target -> rests(standings.apply(target))));
    }
    return ordered;
  }

  private static boolean rests(Standing standing) {
    return standing.restMillis() > 0;
  }

  private List<Target> ordered(List<Target> targets, Function<Target, Standing> standings) {
    return switch (alias.strategy()) {
      case ORDERED -> targets;
      case WEIGHTED -> by(targets, target -> Lot.draw(uniform.getAsDouble(), weight(target)));
      // Ties are drawn, else the first would get all that comes while nothing is under way.
      case LEAST_PENDING ->
          by(drawn(targets), target -> (double) standings.apply(target).pending() / weight(target));
      case LOWEST_LATENCY -> by(drawn(targets), target -> latency(standings.apply(target)));
    };
  }

  /**
   * A target that was not asked yet, or not for long, is asked one request at a time: until its
   * answer is here, nobody knows whether it is any good.
   */
  private static double latency(Standing standing) {
    return standing.pending() == 0
        ? standing.latency().estimate().orElse(0)
        : standing.latency().average().orElse(Double.POSITIVE_INFINITY);
  }

  private List<Target> drawn(List<Target> targets) {
    return by(targets, target -> uniform.getAsDouble());
  }

  /** The episode's own target first, where the alias keeps one: the same as long as it is well. */
  private List<Target> affine(
      List<Target> targets, String episode, Function<Target, Standing> standings) {
    if (alias.affinity() == Alias.Affinity.NONE || targets.size() < 2) {
      return targets;
    }
    List<Target> hashed = by(targets, target -> Lot.draw(hash(episode, target), weight(target)));
    Target own =
        hashed.stream()
            .filter(target -> !rests(standings.apply(target)))
            .findFirst()
            .orElseGet(hashed::getFirst);
    List<Target> first = new ArrayList<>(targets.size());
    first.add(own);
    targets.stream().filter(target -> !target.equals(own)).forEach(first::add);
    return first;
  }

  private int weight(Target target) {
    return weights.getOrDefault(new AliasTarget(target.provider(), target.model()), 1);
  }

  /** Each target's key is taken once: a draw must not change while it is compared. */
  private static List<Target> by(List<Target> targets, ToDoubleFunction<Target> key) {
    record Keyed(Target target, double key) {}
    return targets.stream()
        .map(target -> new Keyed(target, key.applyAsDouble(target)))
        .sorted(Comparator.comparingDouble(Keyed::key))
        .map(Keyed::target)
        .toList();
  }

  /** From 0 to 1, by FNV-1a with the mix of MurmurHash3's end, so that all its bits count. */
  static double hash(String episode, Target target) {
    long hash = 0xcbf29ce484222325L;
    for (String part : List.of(episode, target.provider(), target.model())) {
      for (byte octet : part.getBytes(StandardCharsets.UTF_8)) {
        hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
      }
      hash = (hash ^ 0xff) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return (hash >>> 11) * 0x1.0p-53;
  }
}
