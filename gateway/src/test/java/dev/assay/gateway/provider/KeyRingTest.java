package dev.assay.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.Provider;
import dev.assay.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  @Test
  void aProviderWithoutKeysIsAskedWithoutOne() {
    assertThat(drawn(ring(), "m").secret()).isEmpty();
  }

  @Test
  void aLimitedKeyRestsForItsModelAsLongAsTheProviderSays() {
    KeyRing ring = ring("a", "b");
    ProviderKey limited = drawn(ring, "m");
    ring.limited(limited, "m", Optional.of(Duration.ofSeconds(30)));

    assertThat(drawn(ring, "m")).isNotEqualTo(limited);
    assertThat(drawn(ring, "another")).as("providers limit by model").isEqualTo(limited);
    assertThat(ring.resting()).isEqualTo(1);
    pass(Duration.ofSeconds(31));
    assertThat(drawn(ring, "m")).isEqualTo(limited);
    assertThat(ring.resting()).isZero();
  }

  @Test
  void whenAllRestTheFirstToWakeSaysHowLong() {
    KeyRing ring = ring("a", "b");
    ring.limited(drawn(ring, "m"), "m", Optional.of(Duration.ofSeconds(30)));
    assertThat(ring.waitMillis("m")).as("one is awake").isEmpty();
    ring.limited(drawn(ring, "m"), "m", Optional.of(Duration.ofSeconds(9)));

    assertThat(ring.draw("m", List.of())).isEmpty();
    assertThat(ring.waitMillis("m")).hasValue(9_000);
  }

  @Test
  void noProviderPutsAKeyToRestForEver() {
    KeyRing ring = ring("a");
    ring.limited(drawn(ring, "m"), "m", Optional.of(Duration.ofDays(9_000)));

    assertThat(ring.waitMillis("m")).hasValue(KeyRing.LONGEST_REST.toMillis());
  }

  @Test
  void aProviderThatDoesNotSayHowLongIsLeftAloneForAMoment() {
    KeyRing ring = ring("a");
    ring.limited(drawn(ring, "m"), "m", Optional.empty());

    assertThat(ring.waitMillis("m")).hasValue(KeyRing.USUAL_REST.toMillis());
  }

  @Test
  void anUnknownKeyRestsForAllModelsAndAForbiddenOneForItsOwn() {
    KeyRing ring = ring("a", "b", "c");
    ProviderKey unknown = drawn(ring, "m");
    ring.unknown(unknown);
    ProviderKey forbidden = drawn(ring, "m");
    ring.forbidden(forbidden, "m");

    assertThat(drawn(ring, "other")).isEqualTo(forbidden);
    assertThat(drawn(ring, "m")).isNotIn(unknown, forbidden);
  }

  @Test
  void theLastKeyAwakeIsAskedOnSoThatItsFaultIsSeen() {
    KeyRing ring = ring("a");
    ring.unknown(drawn(ring, "m"));
    ring.forbidden(drawn(ring, "m"), "m");

    assertThat(ring.draw("m", List.of())).isPresent();
  }

  @Test
  void aKeyThatWasUsedIsNotDrawnAgain() {
    KeyRing ring = ring("a", "b");
    ProviderKey first = drawn(ring, "m");

    assertThat(ring.draw("m", List.of(first))).get().isNotEqualTo(first);
    assertThat(ring.draw("m", List.of(first, ring.draw("m", List.of(first)).orElseThrow())))
        .isEmpty();
  }

  @Test
  void aShorterWordDoesNotWakeAKeyEarlier() {
    KeyRing ring = ring("a");
    ProviderKey key = drawn(ring, "m");
    ring.limited(key, "m", Optional.of(Duration.ofSeconds(60)));
    ring.limited(key, "m", Optional.of(Duration.ofSeconds(1)));

    assertThat(ring.waitMillis("m")).hasValue(60_000);
  }

  private void pass(Duration time) {
    now.updateAndGet(then -> then.plus(time));
  }

  /** Of several keys awake the one that was named first. */
  private static ProviderKey drawn(KeyRing ring, String model) {
    return ring.draw(model, List.of()).orElseThrow();
  }

  private KeyRing ring(String... secrets) {
    return new KeyRing(
        Stream.of(secrets).map(key -> new Provider.ApiKey(Secret.of(key), 1)).toList(),
        now::get,
        () -> 0.5);
  }
}
