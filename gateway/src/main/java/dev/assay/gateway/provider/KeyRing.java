package dev.assay.gateway.provider;

import dev.assay.config.Provider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * A provider's keys, drawn by weight. A key that the provider limits rests for as long as the
 * provider says; one that it refuses rests longer, unless no other is awake: resting it would serve
 * nobody and hide what is wrong. Providers limit by model, so a key rests for one model, and for
 * all only when it is no key at all. May be used from several threads.
 */
public final class KeyRing {
  /** How long a limited key rests where the provider does not say. */
  static final Duration USUAL_REST = Duration.ofSeconds(2);

  /** The longest that a provider's word for it is taken. */
  static final Duration LONGEST_REST = Duration.ofHours(1);

  /** How long a refused key rests. */
  static final Duration REFUSED_REST = Duration.ofMinutes(5);

  private static final String ALL_MODELS = "";

  private final List<ProviderKey> keys;
  private final Map<Rest, Long> resting = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final DoubleSupplier uniform;

  private record Rest(ProviderKey key, String model) {}

  /**
   * A ring of these; of one without a secret where there are none.
   *
   * @param uniform draws from 0 to 1
   */
  public KeyRing(List<Provider.ApiKey> keys, InstantSource clock, DoubleSupplier uniform) {
    List<ProviderKey> all = new ArrayList<>();
    for (Provider.ApiKey key : keys) {
      all.add(new ProviderKey(all.size(), Optional.of(key.secret()), key.weight()));
    }
    if (all.isEmpty()) {
      all.add(new ProviderKey(0, Optional.empty(), 1));
    }
    this.keys = List.copyOf(all);
    this.clock = clock;
    this.uniform = uniform;
  }

  /** A key that is awake for this model and none of those; empty when all of them rest. */
  public Optional<ProviderKey> draw(String model, Collection<ProviderKey> except) {
    if (keys.size() == 1 && resting.isEmpty() && except.isEmpty()) {
      return Optional.of(keys.getFirst());
    }
    return awake(model)
        .filter(key -> !except.contains(key))
        .min(Comparator.comparingDouble(key -> Lot.draw(uniform.getAsDouble(), key.weight())));
  }

  private java.util.stream.Stream<ProviderKey> awake(String model) {
    long now = clock.millis();
    return keys.stream().filter(key -> restsUntil(key, model) <= now);
  }

  /**
   * The provider limits it, for this model.
   *
   * @param wait as long as the provider said; empty when it did not
   */
  public void limited(ProviderKey key, String model, Optional<Duration> wait) {
    Duration rest = wait.orElse(USUAL_REST);
    rest(key, model, rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest);
  }

  /** The provider does not know it (status 401): for no model. Returns whether it rests anew. */
  public boolean unknown(ProviderKey key) {
    return restsUnlessLast(key, ALL_MODELS);
  }

  /**
   * The provider does not let it use this model (status 403), or not for this request. Returns
   * whether it rests anew.
   */
  public boolean forbidden(ProviderKey key, String model) {
    return restsUnlessLast(key, model);
  }

  private boolean restsUnlessLast(ProviderKey key, String model) {
    if (awake(model).noneMatch(other -> !other.equals(key))) {
      return false;
    }
    boolean anew = restsUntil(key, model) <= clock.millis();
    rest(key, model, REFUSED_REST);
    return anew;
  }

  private void rest(ProviderKey key, String model, Duration rest) {
    resting.merge(new Rest(key, model), clock.millis() + rest.toMillis(), Math::max);
  }

  /** Until the first key wakes for this model, in milliseconds; empty when one is awake. */
  public OptionalLong waitMillis(String model) {
    long now = clock.millis();
    long first = keys.stream().mapToLong(key -> restsUntil(key, model)).min().orElse(now);
    return first > now ? OptionalLong.of(first - now) : OptionalLong.empty();
  }

  private long restsUntil(ProviderKey key, String model) {
    if (resting.isEmpty()) {
      return Long.MIN_VALUE;
    }
    return Math.max(
        resting.getOrDefault(new Rest(key, model), Long.MIN_VALUE),
        resting.getOrDefault(new Rest(key, ALL_MODELS), Long.MIN_VALUE));
  }

  /** How many there are. */
  public int size() {
    return keys.size();
  }

  /** How many rest, for a model or for all. */
  public int resting() {
    long now = clock.millis();
    resting.values().removeIf(until -> until <= now);
    return (int) resting.keySet().stream().map(Rest::key).distinct().count();
  }
}
