package dev.assay.learners.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.Gate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldoutEvaluatorIT {
  private static final TenantPolicy ENFORCED = EvaluationRig.policy(Gate.ENFORCED);

  @TempDir private Path folder;
  private EvaluationRig rig;

  @BeforeEach
  void open() {
    rig = new EvaluationRig(folder);
    rig.rows(100);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aBetterCandidatePassesAndALaterLookPaysForNewRowsAlone() {
    ServingRelease frozen = rig.frozen(0, 62);
    ServingRelease candidate = rig.release("better", 0, 75);

    Evaluation first = rig.evaluator.evaluate(ENFORCED, frozen, candidate);
    assertThat(first.sensitive()).isTrue();
    assertThat(first.againstLive().notWorse()).isTrue();
    assertThat(first.againstLive().difference()).isCloseTo(0.13, within(1e-9));
    assertThat(first.againstBest()).isEmpty();
    assertThat(first.forgetting()).isZero();
    assertThat(first.live().value()).isCloseTo(0.62, within(1e-9));
    assertThat(first.alphaSpent()).isPositive().isLessThanOrEqualTo(0.1);
    assertThat(rig.calls).hasValue(200);

    assertThat(rig.evaluator.evaluate(ENFORCED, frozen, candidate)).isEqualTo(first);
    assertThat(rig.calls).hasValue(200);
    assertThat(rig.looks()).isEqualTo(1);

    rig.rows(110);
    rig.evaluator.evaluate(ENFORCED, frozen, candidate);
    assertThat(rig.calls).hasValue(220);
    assertThat(rig.looks()).isEqualTo(2);
  }

  @Test
  void aPoisonedCandidateDoesNotPass() {
    ServingRelease live = rig.release("live", 0, 75);
    rig.frozen(0, 62);
    Evaluation poisoned = rig.evaluator.evaluate(ENFORCED, live, rig.release("poison", 0, 60));
    assertThat(poisoned.againstLive().notWorse()).isFalse();
    assertThat(poisoned.forgetting()).isCloseTo(2.0 / 62, within(1e-9));
  }

  @Test
  void thoseWhoTaughtAChangeDoNotAloneDecideOnIt() {
    rig.rows(100);
    rig.frozen(40, 100);
    ServingRelease live = rig.release("live", 40, 100);
    List<String> ring = rig.rows.subList(0, 40).stream().map(HoldoutRow::principal).toList();
    // Right on every row the ring labelled, at the cost of 12 of the 60 others.
    ServingRelease poisoned = rig.taught("poisoned", 0, 88, ring);
    ServingRelease honest = rig.release("honest", 0, 88);

    Evaluation.Paired ofRing = rig.evaluator.evaluate(ENFORCED, live, poisoned).againstLive();
    assertThat(ofRing.notWorse()).isFalse();
    assertThat(ofRing.difference()).isCloseTo(-0.2, within(1e-9));
    assertThat(rig.evaluator.evaluate(ENFORCED, live, honest).againstLive().notWorse()).isTrue();
  }

  @Test
  void whereEverybodyTaughtALittleThoseWhoTaughtMuchAreToldApart() throws Exception {
    rig.rows(100);
    rig.frozen(40, 100);
    ServingRelease live = rig.release("live", 40, 100);
    List<String> taught = new ArrayList<>();
    for (int row = 0; row < 100; row++) {
      for (int times = 0; times < (row < 40 ? 3 : 1); times++) {
        taught.add(rig.rows.get(row).principal() + "#" + times);
      }
    }

    Evaluation ofRing =
        rig.evaluator.evaluate(ENFORCED, live, rig.taught("poisoned", 0, 88, taught));

    assertThat(ofRing.againstLive().notWorse()).isFalse();
    assertThat(ofRing.notes())
        .anyMatch(note -> note.startsWith("60 rows are by people who taught at most 1"));
  }

  @Test
  void bystandersTooFewToTellRejectNothing() {
    rig.rows(100);
    rig.frozen(0, 60);
    ServingRelease live = rig.release("live", 0, 70);
    for (String earlier : List.of("first", "second", "third")) {
      rig.evaluator.evaluate(ENFORCED, live, rig.release(earlier, 0, 70));
    }
    List<String> most = rig.rows.subList(0, 72).stream().map(HoldoutRow::principal).toList();

    Evaluation same = rig.evaluator.evaluate(ENFORCED, live, rig.taught("same", 0, 70, most));

    assertThat(same.againstLive().notWorse()).isTrue();
  }

  @Test
  void smallLossesDoNotAddUpBelowTheBestFormerRelease() {
    rig.frozen(0, 40);
    ServingRelease best = rig.release("best", 0, 80);
    rig.former.add(best.release());
    Evaluation creeping =
        rig.evaluator.evaluate(
            ENFORCED, rig.release("live", 0, 72), rig.release("candidate", 0, 72));
    assertThat(creeping.againstLive().notWorse()).isTrue();
    assertThat(creeping.againstBest()).isPresent();
    assertThat(creeping.againstBest().get().against()).isEqualTo(best.digest());
    assertThat(creeping.againstBest().get().notWorse()).isFalse();
  }

  @Test
  void dealtOutLabelsMakeTheHoldoutInsensitiveAndCostNothing() {
    ServingRelease frozen = rig.frozen(0, 62);
    Random random = new Random(3);
    var labels = new java.util.ArrayList<>(rig.rows.stream().map(HoldoutRow::label).toList());
    Collections.shuffle(labels, random);
    rig.rows.replaceAll(row ->
        new HoldoutRow(
            row.exchange(),
            row.principal(),
            row.episode(),
            row.arrivedAt(),
            row.alias(),
            row.messages(),
            labels.removeFirst()));
    Evaluation evaluation = rig.evaluator.evaluate(ENFORCED, frozen, rig.release("any", 0, 75));
    assertThat(evaluation.sensitive()).isFalse();
    assertThat(evaluation.alphaSpent()).isZero();
    assertThat(rig.sensitivity.holdReason(ENFORCED, frozen))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("can't tell good from bad", "100 rows"));
    assertThat(rig.sensitivity.holdReason(EvaluationRig.policy(Gate.ADVISORY), frozen)).isEmpty();
  }

  @Test
  void lookingOftenEmptiesTheLedgerUntilFreshRowsRefillIt() {
    ServingRelease frozen = rig.frozen(0, 62);
    assertThatThrownBy(
            () -> {
              for (int look = 0; look < 20; look++) {
                rig.evaluator.evaluate(ENFORCED, frozen, rig.release("candidate " + look, 0, 63));
              }
            })
        .isInstanceOf(EvaluationFailed.class)
        .hasMessageContaining("more labelled holdout rows");
    assertThat(rig.balance()).isBetween(0.0, 0.01);
    int calls = rig.calls.get();
    assertThatThrownBy(
            () -> rig.evaluator.evaluate(ENFORCED, frozen, rig.release("one more", 0, 99)))
        .isInstanceOf(EvaluationFailed.class);
    assertThat(rig.calls).as("a refused look calls no model").hasValue(calls);
    rig.rows(140);
    assertThat(
            rig.evaluator.evaluate(ENFORCED, frozen, rig.release("one more", 0, 99)).alphaSpent())
        .isPositive();
  }

  @Test
  void fewRowsAreRefusedOnlyWhereTheGateIsEnforced() {
    rig.rows.subList(10, 100).clear();
    ServingRelease frozen = rig.frozen(0, 6);
    ServingRelease candidate = rig.release("candidate", 0, 5);
    assertThatThrownBy(() -> rig.evaluator.evaluate(ENFORCED, frozen, candidate))
        .isInstanceOf(EvaluationFailed.class)
        .hasMessageContaining("10 labelled rows");
    assertThat(
            rig.evaluator.evaluate(EvaluationRig.policy(Gate.ADVISORY), frozen, candidate).rows())
        .isEqualTo(10);
  }

  @Test
  void anUnansweredRowFailsTheEvaluationAndAnswersSoFarAreKept() {
    ServingRelease frozen = rig.frozen(0, 62);
    ServingRelease candidate = rig.release("candidate", 0, 75);
    rig.refuseAfter = 150;
    assertThatThrownBy(() -> rig.evaluator.evaluate(ENFORCED, frozen, candidate))
        .isInstanceOf(EvaluationFailed.class)
        .hasMessageContaining("learning_budget_exhausted");
    rig.refuseAfter = Integer.MAX_VALUE;
    int before = rig.calls.get();
    rig.evaluator.evaluate(ENFORCED, frozen, candidate);
    assertThat(rig.calls.get() - before).isLessThanOrEqualTo(50);
  }
}
