package dev.assay.policies.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.judge.RequestFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CachedEngineTest {
  private static EmbeddedEngine rules;

  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean down;
  private CachedEngine cached;

  @BeforeAll
  static void load() {
    rules = new EmbeddedEngine(BaseRules.shipped(), 1, Duration.ofSeconds(30));
  }

  @AfterAll
  static void close() {
    rules.close();
  }

  @BeforeEach
  void countWhatIsAsked() {
    cached = new CachedEngine(new Counting(), 100);
  }

  private <D extends Decision> D judge(Facts<D> facts) {
    return cached.judge(facts).toCompletableFuture().join();
  }

  private static RequestFacts request(String revision, Instant at, int bytes) {
    RequestFacts facts =
        Samples.request(Samples.policy(Samples.ACME), revision, Samples.shape("fast", bytes));
    return new RequestFacts(
        facts.policy(),
        revision,
        at,
        facts.caller(),
        facts.purpose(),
        facts.request(),
        facts.limits(),
        facts.release(),
        facts.targets());
  }

  @Test
  void neitherTheTimeNorASizeWithinTheLimitAsksAgain() {
    Decision.OfRequest first = judge(request("r1", Samples.AT, 10));
    assertThat(judge(request("r1", Samples.AT.plusSeconds(1), 9_999))).isSameAs(first);
    assertThat(asked).hasValue(1);
  }

  @Test
  void anotherRevisionOrASizeBeyondTheLimitAsksAgain() {
    assertThat(judge(request("r1", Samples.AT, 10_000)).allow()).isTrue();
    assertThat(judge(request("r1", Samples.AT, 10_001)).allow()).isFalse();
    assertThat(judge(request("r2", Samples.AT, 10_000)).policyRevision()).isEqualTo("r2");
    assertThat(asked).hasValue(3);
  }

  @Test
  void equalKeysAlwaysHaveEqualDecisions() {
    for (int bytes : List.of(-1, 0, 1, 9_999, 10_000, 10_001, Integer.MAX_VALUE)) {
      RequestFacts facts = request("r1", Samples.AT, bytes);
      assertThat(judge(facts)).isEqualTo(rules.judge(facts).toCompletableFuture().join());
    }
  }

  @Test
  void whatClientsWriteIsKeptWithinABoundOfBytes() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 20; i++) {
        judge(request("r1", headed("x-assay-" + i + "x".repeat(30_000))));
      }
    }
    assertThat(asked).hasValueGreaterThan(30);
  }

  private static RequestFacts.Shape headed(String header) {
    RequestFacts.Shape plain = Samples.shape("fast", 10);
    return new RequestFacts.Shape(
        plain.endpoint(),
        plain.model(),
        plain.stream(),
        plain.bytes(),
        plain.messages(),
        plain.fields(),
        List.of(header),
        plain.maxOutputTokens(),
        plain.choices());
  }

  private static RequestFacts request(String revision, RequestFacts.Shape shape) {
    return Samples.request(Samples.policy(Samples.ACME), revision, shape);
  }

  @Test
  void feedbackAndChangesAreJudgedEveryTime() {
    judge(Samples.feedback(0));
    judge(Samples.feedback(0));
    assertThat(asked).hasValue(2);
  }

  @Test
  void aFailureIsNotRemembered() {
    down = true;
    assertThatThrownBy(() -> judge(Samples.request())).hasCauseInstanceOf(PolicyUnavailable.class);
    down = false;
    assertThat(judge(Samples.request()).allow()).isTrue();
  }

  /** The real rules behind a counter and a switch. */
  private final class Counting implements PolicyEngine {
    @Override
    public <D extends Decision> CompletionStage<D> judge(Facts<D> facts) {
      asked.incrementAndGet();
      return down
          ? CompletableFuture.failedStage(new PolicyUnavailable("down"))
          : rules.judge(facts);
    }

    @Override
    public void close() {}
  }
}
