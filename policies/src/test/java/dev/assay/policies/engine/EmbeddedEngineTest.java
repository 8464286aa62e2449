package dev.assay.policies.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.ContentRules;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedEngineTest {
  private static EmbeddedEngine engine;

  @BeforeAll
  static void load() throws Exception {
    engine = new EmbeddedEngine(BaseRules.shipped(), 2, Duration.ofSeconds(20));
    engine.ready().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static <D extends Decision> D judge(Facts<D> facts) {
    return engine.judge(facts).toCompletableFuture().join();
  }

  @Test
  void aRequestWithinItsLimitsPassesToItsTargets() {
    assertThat(judge(Samples.request()))
        .isEqualTo(
            new Decision.OfRequest(
                true,
                List.of(),
                List.of(0),
                new Decision.Allowance(500, 8, List.of(ArtifactKind.EXAMPLES)),
                new Decision.Obligations(Samples.policy(Samples.ACME).content(), ContentRules.OFF),
                Samples.REVISION));
  }

  @Test
  void anAdapterOutsideAReleaseIsNoTarget() {
    Decision.OfRequest decision =
        judge(Samples.withTarget(new RequestFacts.Candidate(Samples.ADAPTER.target(), "alias")));
    assertThat(decision.allow()).isFalse();
    assertThat(decision.reasons()).extracting(Decision.Reason::code).containsExactly("no_target");
  }

  @Test
  void aSignalAboveItsCapTeachesNothing() {
    assertThat(judge(Samples.feedback(9)).admit()).isTrue();
    Decision.OfFeedback refused = judge(Samples.feedback(10));
    assertThat(refused.admit()).isFalse();
    assertThat(refused.reasons())
        .extracting(Decision.Reason::code)
        .containsExactly("principal_cap");
  }

  @Test
  void changesAreAdmittedAskedAboutOrRejected() {
    assertThat(judge(Samples.change(ArtifactKind.EXAMPLES, true)).outcome())
        .isEqualTo(new Decision.Outcome.Admit(Decision.Stage.CANARY));
    assertThat(judge(Samples.change(ArtifactKind.ADAPTER, true)).outcome())
        .isInstanceOf(Decision.Outcome.NeedsApprovals.class);
    Decision.OfChange rejected = judge(Samples.change(ArtifactKind.EXAMPLES, false));
    assertThat(rejected.outcome()).isEqualTo(new Decision.Outcome.Reject());
    assertThat(rejected.reasons())
        .extracting(Decision.Reason::code)
        .containsExactly("not_sensitive");
  }

  @Test
  void moreCallersThanInstancesAreAllAnswered() {
    List<CompletableFuture<Decision.OfRequest>> judged =
        IntStream.range(0, 500)
            .parallel()
            .mapToObj(i -> engine.judge(Samples.request()).toCompletableFuture())
            .toList();
    assertThat(judged).allSatisfy(decision -> assertThat(decision.join().allow()).isTrue());
  }

  @Test
  void factsTooLargeToJudgeAreRefused() {
    List<String> fields = IntStream.range(0, 10_000).mapToObj(i -> "field-" + i).toList();
    RequestFacts.Shape shape =
        new RequestFacts.Shape(
            "chat.completions", "fast", false, 500, 2, fields, List.of(), 100, 1);
    RequestFacts facts = Samples.request(Samples.policy(Samples.ACME), Samples.REVISION, shape);
    assertThatThrownBy(() -> judge(facts))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(PolicyUnavailable.class)
        .hasMessageContaining("larger");
  }

  @Test
  void rulesThatCannotBeLoadedRefuse() {
    byte[] noWasm = {0, 1, 2};
    try (EmbeddedEngine broken =
        new EmbeddedEngine(new BaseRules(noWasm, Digest.of(noWasm)), 1, Duration.ofMillis(200))) {
      assertThatThrownBy(() -> broken.ready().toCompletableFuture().get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(PolicyUnavailable.class);
      assertThatThrownBy(() -> broken.judge(Samples.request()).toCompletableFuture().join())
          .hasCauseInstanceOf(PolicyUnavailable.class);
    }
  }

  @Test
  void aClosedEngineRefuses() {
    EmbeddedEngine closed = new EmbeddedEngine(BaseRules.shipped(), 1, Duration.ofMillis(200));
    closed.close();
    assertThatThrownBy(() -> closed.judge(Samples.request()).toCompletableFuture().join())
        .hasCauseInstanceOf(PolicyUnavailable.class);
  }

  @Test
  void aWarmDecisionTakesLessThanAMillisecond() {
    for (int i = 0; i < 5_000; i++) {
      judge(Samples.request());
    }
    long[] nanos = new long[2_000];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      judge(Samples.request());
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "embedded decision, warm, uncached: p50 %.1f us, p99 %.1f us%n",
        nanos[nanos.length / 2] / 1e3, nanos[nanos.length * 99 / 100] / 1e3);
    assertThat(nanos[nanos.length / 2]).isLessThan(1_000_000);
  }
}
