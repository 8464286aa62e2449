package dev.assay.learners.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.learners.Samples;
import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.evaluation.HoldoutAnswers;
import dev.assay.learners.evaluation.HoldoutSensitivity;
import dev.assay.learners.serving.Release;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCycleIT {
  private static final TenantId ACME = new TenantId("acme");
  private static final Learner.Proposed PROPOSED =
      new Learner.Proposed(
          new Artifact.Examples(Artifact.Selection.SIMILAR, List.of()), List.of(), Map.of());

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final List<String> proposals = new ArrayList<>();
  @TempDir private Path folder;
  private Database database;
  private boolean frozen;

  @BeforeEach
  void open() {
    database = Database.open(folder, Migrations.FOLDERS);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aProposalIsRecordedWithItsChange() {
    try (LearningCycle cycle = cycle("node")) {
      assertThat(cycle.run(ACME, learner(() -> PROPOSED)))
          .contains(new CycleOutcome.Proposed("change-1"));
    }
    assertThat(cycles("node").list(ACME, 10))
        .singleElement()
        .satisfies(it ->
            assertThat(it.end().orElseThrow().outcome())
                .isEqualTo(new CycleOutcome.Proposed("change-1")));
  }

  @Test
  void frozenLearningHoldsBeforeAnythingIsRead() {
    frozen = true;
    try (LearningCycle cycle = cycle("node")) {
      assertThat(cycle.run(ACME, learner(() -> PROPOSED)).orElseThrow().detail())
          .contains("frozen");
    }
    assertThat(proposals).isEmpty();
  }

  @Test
  void aFailureIsRecordedAndTheNextCycleRuns() {
    try (LearningCycle cycle = cycle("node")) {
      Optional<CycleOutcome> failed =
          cycle.run(
              ACME,
              learner(() -> {
                throw new LearningFailed("the trainer is down");
              }));
      assertThat(failed).contains(new CycleOutcome.Failed("the trainer is down"));
      assertThat(cycle.run(ACME, learner(() -> new Learner.Hold("later"))))
          .contains(new CycleOutcome.Held("later"));
    }
  }

  @Test
  void aCycleCutShortByACrashGoesOnElsewhereOnceItsLeaseRanOut() {
    Cycle begun = cycles("died").begin(ACME, "examples").orElseThrow();
    try (LearningCycle cycle = cycle("node")) {
      assertThat(cycle.run(ACME, learner(() -> PROPOSED))).isEmpty();
      now.updateAndGet(it -> it.plus(Cycles.LEASE).plusSeconds(1));
      assertThat(cycle.run(ACME, learner(() -> PROPOSED))).isPresent();
    }
    assertThat(cycles("node").list(ACME, 10)).extracting(Cycle::id).containsExactly(begun.id());
    cycles("died").end(begun, new CycleOutcome.Failed("woke up late"));
    assertThat(cycles("node").list(ACME, 10).getFirst().end().orElseThrow().outcome())
        .isEqualTo(new CycleOutcome.Proposed("change-1"));
  }

  @Test
  void closingTheScheduleLetsTheCycleGoSoThatItCanBeResumedAtOnce() throws Exception {
    CountDownLatch under = new CountDownLatch(1);
    Learner slow =
        learner(() -> {
          under.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          return new Learner.Hold("stopped");
        });
    CompletableFuture<Optional<CycleOutcome>> woken;
    try (LearningCycle cycle = cycle("first");
        LearningSchedule schedule =
            new LearningSchedule(
                cycle, cycles("first"), List.of(slow), LearningSchedule.Settings.DEFAULT)) {
      woken = schedule.wake(ACME, "examples").toCompletableFuture();
      assertThat(under.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(woken.get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(cycles("second").unended()).hasSize(1);
    try (LearningCycle cycle = cycle("second")) {
      assertThat(cycle.run(ACME, learner(() -> PROPOSED))).isPresent();
    }
    assertThat(cycles("second").list(ACME, 10)).hasSize(1);
  }

  @Test
  void aBurstOfSignalsIsLookedAtOnceWhenItIsOver() throws Exception {
    CountDownLatch looked = new CountDownLatch(1);
    Learner looking =
        learner(() -> {
          looked.countDown();
          return new Learner.Hold("too little");
        });
    try (LearningCycle cycle = cycle("node");
        LearningSchedule schedule =
            new LearningSchedule(
                cycle,
                cycles("node"),
                List.of(looking),
                new LearningSchedule.Settings(5, 0.3, 2, 300))) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(600);
      while (System.nanoTime() < end) {
        schedule.admitted(ACME);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
      assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(cycles("node").list(ACME, 10)).hasSize(1);
  }

  @Test
  void anUnknownLearnerIsNamedWithThoseThereAre() {
    try (LearningCycle cycle = cycle("node");
        LearningSchedule schedule =
            new LearningSchedule(
                cycle,
                cycles("node"),
                List.of(learner(() -> PROPOSED)),
                LearningSchedule.Settings.DEFAULT)) {
      assertThatThrownBy(() -> schedule.wake(ACME, "oracle"))
          .hasMessageContaining("oracle")
          .hasMessageContaining("examples");
    }
  }

  @Test
  void aCrashOfTheBudgetCountsABlockTooManyNeverOneTooFew() {
    LearningBudget budget = new LearningBudget(database, clock, tenant -> 120);
    for (int i = 0; i < 30; i++) {
      assertThat(budget.tryTake(ACME)).isTrue();
    }
    LearningBudget restarted = new LearningBudget(database, clock, tenant -> 120);
    int taken = 0;
    while (restarted.tryTake(ACME)) {
      taken++;
    }
    assertThat(taken).isEqualTo(70);
    now.updateAndGet(it -> it.plusSeconds(86_400));
    assertThat(restarted.tryTake(ACME)).isTrue();
  }

  private Cycles cycles(String owner) {
    return new Cycles(database, clock, owner);
  }

  private LearningCycle cycle(String owner) {
    ServingRelease live =
        new ServingRelease(
            Release.empty(ACME), Release.empty(ACME).digest(), Optional.empty(), List.of());
    HoldoutAnswers answers =
        new HoldoutAnswers(
            database,
            call -> {
              throw new AssertionError("an advisory gate asks nothing");
            });
    return new LearningCycle(
        cycles(owner),
        new LearningCycle.Parts(
            tenant -> Optional.of(policy()),
            tenant -> frozen,
            tenant -> live,
            new HoldoutSensitivity(tenant -> List.of(), answers),
            tenant -> new LearningWindow(List.of(), Map.of()),
            (tenant, learner, proposed) -> {
              proposals.add(learner);
              return "change-" + proposals.size();
            }));
  }

  private static Learner learner(java.util.function.Supplier<Learner.Outcome> outcome) {
    return new Learner() {
      @Override
      public String name() {
        return "examples";
      }

      @Override
      public Outcome learn(TenantPolicy policy, Release live, LearningWindow window) {
        return outcome.get();
      }
    };
  }

  private static TenantPolicy policy() {
    return Samples.policy(Samples.FEEDBACK, Map.of(), TenantPolicy.Gate.ADVISORY);
  }
}
