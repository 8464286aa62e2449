package dev.assay.gateway.upstream;

import static dev.assay.gateway.upstream.Requests.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.config.Alias;
import dev.assay.config.AliasTarget;
import dev.assay.config.Fault;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** A strategy only orders what was permitted. */
class TargetOrderTest {
  private static final Target A = target("a", "m");
  private static final Target B = target("b", "m");
  private static final Target C = target("c", "m");
  private static final List<Target> ALL = List.of(A, B, C);
  private static final Target ADAPTER =
      new Target.Adapter("a", "learned", "any", Digest.of(new byte[] {1}));
  private static final int EPISODES = 6_000;

  private final TargetHealths healths =
      new TargetHealths(new SimpleMeterRegistry(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  private final Random random = new Random(7);
  private final DoubleSupplier uniform = random::nextDouble;

  @Test
  void orderedIsAsListed() {
    assertThat(order(Alias.Strategy.ORDERED, Alias.Affinity.NONE).of(ALL, "e", this::standing))
        .isEqualTo(ALL);
  }

  @Test
  void whateverTheStrategyNoTargetIsLostAndNoneIsAdded() {
    for (Alias.Strategy strategy : Alias.Strategy.values()) {
      assertThat(order(strategy, Alias.Affinity.EPISODE).of(List.of(C, A), "e", this::standing))
          .containsExactlyInAnyOrder(A, C);
    }
  }

  @Test
  void anAdapterOfTheReleaseStaysFirst() {
    for (Alias.Strategy strategy : Alias.Strategy.values()) {
      assertThat(
              order(strategy, Alias.Affinity.NONE)
                  .of(List.of(ADAPTER, A, B), "e", this::standing)
                  .getFirst())
          .isEqualTo(ADAPTER);
    }
  }

  @Test
  void weightedIsByWeight() {
    TargetOrder order = order(Alias.Strategy.WEIGHTED, Alias.Affinity.NONE);
    Map<Target, Integer> first = new HashMap<>();
    for (int i = 0; i < EPISODES; i++) {
      first.merge(order.of(ALL, "e", this::standing).getFirst(), 1, Integer::sum);
    }
    assertThat((double) first.get(A) / EPISODES).isCloseTo(0.6, within(0.05));
    assertThat((double) first.get(C) / EPISODES).isCloseTo(0.1, within(0.05));
  }

  @Test
  void theFewestPendingForItsWeightComesFirst() {
    TargetOrder order = order(Alias.Strategy.LEAST_PENDING, Alias.Affinity.NONE);
    begin(A, 6); // 1 a unit of its weight
    begin(B, 9); // 3
    begin(C, 2); // 2
    assertThat(order.of(ALL, "e", this::standing)).containsExactly(A, C, B);
  }

  @Test
  void theQuickestOfLateComesFirstAndTheUntriedOnceBeforeIt() {
    TargetOrder order = order(Alias.Strategy.LOWEST_LATENCY, Alias.Affinity.NONE);
    answered(A, 2_000_000_000L);
    answered(B, 1_000_000_000L);
    assertThat(order.of(ALL, "e", this::standing)).containsExactly(C, B, A);
    begin(C, 1);
    assertThat(order.of(ALL, "e", this::standing))
        .as("one is enough to find out")
        .containsExactly(B, A, C);
  }

  @Test
  void failingFastIsNotQuick() {
    TargetOrder order = order(Alias.Strategy.LOWEST_LATENCY, Alias.Affinity.NONE);
    answered(A, 1_000_000_000L);
    standing(B).failed(Fault.OVERLOADED, 1_000, 60_000_000_000L);
    assertThat(order.of(List.of(A, B), "e", this::standing)).containsExactly(A, B);
  }

  @Test
  void anEpisodeKeepsItsTargetAndEpisodesSpreadByWeight() {
    TargetOrder order = order(Alias.Strategy.WEIGHTED, Alias.Affinity.EPISODE);
    Map<Target, Integer> first = new HashMap<>();
    for (int i = 0; i < EPISODES; i++) {
      Target own = order.of(ALL, "episode-" + i, this::standing).getFirst();
      assertThat(order.of(ALL, "episode-" + i, this::standing).getFirst()).isEqualTo(own);
      first.merge(own, 1, Integer::sum);
    }
    assertThat((double) first.get(A) / EPISODES).isCloseTo(0.6, within(0.05));
    assertThat((double) first.get(B) / EPISODES).isCloseTo(0.3, within(0.05));
  }

  @Test
  void aTargetThatGoesMovesItsOwnEpisodesAlone() {
    TargetOrder order = order(Alias.Strategy.WEIGHTED, Alias.Affinity.EPISODE);
    for (int i = 0; i < EPISODES; i++) {
      Target own = order.of(ALL, "episode-" + i, this::standing).getFirst();
      if (!own.equals(B)) {
        assertThat(order.of(List.of(A, C), "episode-" + i, this::standing).getFirst())
            .isEqualTo(own);
      }
    }
  }

  @Test
  void aTargetThatRestsIsLastAndItsEpisodesGoElsewhereUntilItIsWell() {
    TargetOrder order = order(Alias.Strategy.WEIGHTED, Alias.Affinity.EPISODE);
    List<Target> before = order.of(ALL, "e", this::standing);
    breaks(before.getFirst());
    List<Target> after = order.of(ALL, "e", this::standing);
    assertThat(after.getLast()).isEqualTo(before.getFirst());
    assertThat(order.of(ALL, "e", this::standing).getFirst()).isEqualTo(after.getFirst());
  }

  private void begin(Target target, int requests) {
    for (int i = 0; i < requests; i++) {
      assertThat(standing(target).tryBegin()).isTrue();
    }
  }

  private void answered(Target target, long nanos) {
    standing(target).answered(200, java.util.Optional.empty(), nanos, 0);
  }

  private void breaks(Target target) {
    for (int i = 0; i < 20; i++) {
      standing(target).failed(Fault.SERVER_ERROR, 1, 1);
    }
    assertThat(standing(target).restMillis()).isPositive();
  }

  private TargetOrder order(Alias.Strategy strategy, Alias.Affinity affinity) {
    Alias alias =
        new Alias(
            "small",
            List.of(
                new AliasTarget("a", "m", 6),
                new AliasTarget("b", "m", 3),
                new AliasTarget("c", "m", 1)),
            strategy,
            affinity,
            Fault.USUAL,
            OptionalInt.empty());
    return new TargetOrder(alias, uniform);
  }

  private Standing standing(Target target) {
    return healths.of(target).of(new TenantId("acme"));
  }
}
