package dev.assay.learners.spending;

import static dev.assay.learners.spending.Till.answered;
import static dev.assay.learners.spending.Till.budgets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.Budget;
import dev.assay.policies.tenant.TenantPolicy.Period;
import dev.assay.policies.tenant.TenantPolicy.Scope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetsTest {
  private static final TenantPolicy HUNDRED = budgets(new Budget(100, Period.MONTH, Scope.TENANT));

  @TempDir Path folder;
  private Till till;

  @BeforeEach
  void open() {
    till = new Till(folder);
  }

  @AfterEach
  void close() {
    till.close();
  }

  @Test
  void aRequestPaysWhatItUsedAndNotWhatItMightHave() {
    for (int i = 0; i < 1_000; i++) {
      Reservation reservation = till.reserve("k1", HUNDRED, 10_000);
      assertThat(reservation.standing().holds()).as("request " + i).isTrue();
      assertThat(reservation.settle(answered(50), Till.CHEAP)).isEqualTo(50);
    }
    till.allowances.close();

    assertThat(till.takenNanoUsd()).isEqualTo(50_000);
  }

  @Test
  void moneyIsOnDiskAsSpentBeforeAnyOfItIsUsed() {
    Reservation first = till.reserve("k1", HUNDRED, 2_500);

    assertThat(till.takenNanoUsd()).isGreaterThanOrEqualTo(2_500);
    assertThat(first.standing().holds()).isTrue();
  }

  @Test
  void aCrashCountsTooMuchAndNeverTooLittle() {
    till.reserve("k1", HUNDRED, 10_000).settle(answered(7_000), Till.CHEAP);
    till.reserve("k1", HUNDRED, 30_000);
    till.crash();

    till = new Till(folder);
    assertThat(till.takenNanoUsd()).isBetween(37_000L, 60_000L);
    assertThat(till.reserve("k1", HUNDRED, 64_000).standing().withinBudget()).isFalse();
    assertThat(till.reserve("k1", HUNDRED, 40_000).standing().holds()).isTrue();
  }

  @Test
  void aCleanCloseGivesBackWhatWasNotUsed() {
    till.reserve("k1", HUNDRED, 10_000).settle(answered(7_000), Till.CHEAP);
    till.close();

    till = new Till(folder);
    assertThat(till.takenNanoUsd()).isEqualTo(7_000);
    assertThat(till.reserve("k1", HUNDRED, 93_000).standing().holds()).isTrue();
  }

  @Test
  void aBudgetThatBeginsWithinItsPeriodCountsWhatThePeriodHasCost() {
    till.spent("k1", "sandbox", "2026-01-03T10:00:00Z", 60_000);
    till.spent("k2", "sandbox", "2026-01-31T10:00:00Z", 30_000);
    till.spent("k1", "sandbox", "2025-12-31T23:59:59Z", 70_000);

    assertThat(till.reserve("k1", HUNDRED, 10_001).standing().withinBudget()).isFalse();
    assertThat(till.reserve("k1", HUNDRED, 10_000).standing().holds()).isTrue();
    assertThat(till.reserve("k1", HUNDRED, 1).standing().withinBudget()).isFalse();
    TenantPolicy daily = budgets(new Budget(100, Period.DAY, Scope.TENANT));
    assertThat(till.reserve("k1", daily, 70_001).standing().withinBudget()).isFalse();
    assertThat(till.reserve("k1", daily, 70_000).standing().holds()).isTrue();
  }

  @Test
  void aKeysAndAModelsBudgetCountTheirOwn() {
    till.spent("k1", "sandbox", "2026-01-31T10:00:00Z", 40_000);
    till.spent("k2", "large", "2026-01-31T10:00:00Z", 30_000);

    TenantPolicy key = budgets(new Budget(100, Period.DAY, Scope.KEY));
    assertThat(till.reserve("k1", key, 60_001).standing().withinBudget()).isFalse();
    assertThat(till.reserve("k1", key, 60_000).standing().holds()).isTrue();
    TenantPolicy model = budgets(new Budget(100, Period.DAY, Scope.MODEL));
    assertThat(till.reserve("k3", model, 60_001).standing().withinBudget()).isFalse();
    assertThat(till.reserve("k3", model, 60_000).standing().holds()).isTrue();
  }

  @Test
  void aBudgetThatWasTakenOutForAWhileCountsWhatWasSpentMeanwhile() {
    till.reserve("k1", HUNDRED, 1_000).settle(answered(1_000), Till.CHEAP);
    till.spent("k1", "sandbox", "2026-01-31T23:30:00Z", 1_000);
    TenantPolicy none = budgets();
    till.reserve("k1", none, 1).settle(answered(1), Till.CHEAP);
    till.spent("k1", "sandbox", "2026-01-31T23:30:00Z", 90_000);

    assertThat(till.allowances.budgets(HUNDRED).getFirst().takenNanoUsd()).isEqualTo(91_000);
    assertThat(till.reserve("k1", HUNDRED, 95_000).standing().withinBudget()).isFalse();
    assertThat(till.reserve("k1", HUNDRED, 9_000).standing().holds()).isTrue();
  }

  @Test
  void whatIsSpentUnderABudgetIsNotCountedTwice() {
    till.reserve("k1", HUNDRED, 60_000).settle(answered(60_000), Till.CHEAP);
    till.spent("k1", "sandbox", "2026-01-31T23:30:00Z", 60_000);
    till.close();

    till = new Till(folder);
    assertThat(till.takenNanoUsd()).isEqualTo(60_000);
    assertThat(till.reserve("k1", HUNDRED, 40_000).standing().holds()).isTrue();
  }

  @Test
  void theNextPeriodHasAWholeBudget() {
    assertThat(till.reserve("k1", HUNDRED, 100_000).settle(answered(100_000), Till.CHEAP))
        .isEqualTo(100_000);
    Reservation spent = till.reserve("k1", HUNDRED, 1);
    assertThat(spent.standing().withinBudget()).isFalse();
    assertThat(spent.retryAfterSeconds()).as("half an hour before the month ends").isEqualTo(1_800);

    till.now = Instant.parse("2026-02-01T00:00:00Z");
    assertThat(till.reserve("k1", HUNDRED, 100_000).standing().holds()).isTrue();
  }

  @Test
  void whatWasSetAsideInAMonthIsSettledInThatMonth() {
    Reservation reservation = till.reserve("k1", HUNDRED, 60_000);
    till.now = Instant.parse("2026-02-01T00:00:00Z");
    assertThat(till.reserve("k1", HUNDRED, 100_000).standing().holds()).isTrue();

    reservation.settle(answered(20_000), Till.CHEAP);
    till.allowances.close();

    assertThat(till.takenNanoUsd()).isEqualTo(20_000 + 100_000);
  }

  @Test
  void aDearerAnswerThanWasThoughtIsCountedWhole() {
    till.reserve("k1", HUNDRED, 1_000).settle(answered(250_000), Till.CHEAP);

    assertThat(till.reserve("k1", HUNDRED, 1).standing().withinBudget()).isFalse();
    till.allowances.close();
    assertThat(till.takenNanoUsd()).isEqualTo(250_000);
  }

  @Test
  void aRequestHasToFitAllBudgetsAndTakesOfNoneOtherwise() {
    TenantPolicy both =
        budgets(new Budget(100, Period.MONTH, Scope.TENANT), new Budget(10, Period.DAY, Scope.KEY));

    assertThat(till.reserve("k1", both, 10_000).standing().holds()).isTrue();
    assertThat(till.reserve("k1", both, 1).standing().withinBudget()).isFalse();
    assertThat(till.reserve("k2", both, 10_000).standing().holds())
        .as("another key has its own")
        .isTrue();
    till.allowances.close();
    assertThat(till.takenNanoUsd()).isEqualTo(2 * 10_000 + 2 * 10_000);
  }

  @Test
  void aRaisedBudgetCountsAtOnce() {
    till.reserve("k1", HUNDRED, 100_000);
    assertThat(till.reserve("k1", HUNDRED, 1).standing().withinBudget()).isFalse();

    TenantPolicy raised = budgets(new Budget(101, Period.MONTH, Scope.TENANT));
    assertThat(till.reserve("k1", raised, 1_000).standing().holds()).isTrue();
    assertThat(till.reserve("k1", raised, 1).standing().withinBudget()).isFalse();
  }

  @Test
  void aModelWithoutAPriceIsToldWhereThereIsABudget() {
    Ask unpriced =
        new Ask(
            "k1",
            "sandbox",
            true,
            new Estimate(0, 1, 0, 0),
            List.of(Till.CHEAP, Till.UNPRICED),
            HUNDRED);

    assertThat(till.reserve(unpriced).standing().priced()).isFalse();
    Reservation free =
        till.reserve(
            new Ask("k1", "sandbox", true, unpriced.estimate(), unpriced.candidates(), budgets()));
    assertThat(free.standing().holds()).isTrue();
    assertThat(free.settle(answered(5), Till.UNPRICED)).isNull();
  }

  @Test
  void theDearestCandidateIsSetAside() {
    Ask ask =
        new Ask(
            "k1",
            "sandbox",
            true,
            new Estimate(0, 10_001, 0, 0),
            List.of(Till.CHEAP, Till.DEAR),
            HUNDRED);

    assertThat(till.reserve(ask).standing().withinBudget()).isFalse();
  }

  @Test
  void whatLearningCallsIsPaidByTheTenantAndByNoKey() {
    TenantPolicy both =
        budgets(new Budget(100, Period.MONTH, Scope.TENANT), new Budget(1, Period.DAY, Scope.KEY));
    Ask learning =
        new Ask(
            "internal", "sandbox", false, new Estimate(0, 99_999, 0, 0), List.of(Till.CHEAP), both);

    assertThat(till.reserve(learning).standing().holds()).isTrue();
    assertThat(till.reserve(learning).standing().withinBudget()).isFalse();
  }

  @Test
  void withoutADatabaseNothingIsAdmitted() {
    till.database.close();

    Standing standing = till.reserve("k1", HUNDRED, 1).standing();

    assertThat(standing.budgetKnown()).isFalse();
    assertThat(standing.holds()).isFalse();
    till = new Till(folder);
  }

  @Test
  void aReservationIsGivenBackOnce() {
    Reservation settled = till.reserve("k1", HUNDRED, 10_000);
    settled.settle(answered(10_000), Till.CHEAP);
    settled.release();
    assertThatThrownBy(() -> settled.settle(answered(1), Till.CHEAP))
        .isInstanceOf(IllegalStateException.class);
    Reservation released = till.reserve("k1", HUNDRED, 10_000);
    released.release();
    released.release();
    till.allowances.close();

    assertThat(till.takenNanoUsd()).isEqualTo(10_000);
  }

  @Test
  void aModelThatIsNamedOnTheWayIsPaidFromItsOwnBudgetToo() {
    TenantPolicy policy =
        budgets(
            new Budget(100, Period.MONTH, Scope.TENANT), new Budget(10, Period.DAY, Scope.MODEL));
    Ask named = Till.ask("k1", policy, 6_000);
    Ask unnamed = new Ask("k1", "", true, named.estimate(), named.candidates(), policy);
    Reservation first = till.reserve(unnamed);
    assertThat(namedOnTheWay(first).standing().holds()).isTrue();
    first.settle(answered(6_000), Till.CHEAP);

    Reservation second = till.reserve(unnamed);
    assertThat(second.standing().holds()).as("the tenant has money").isTrue();
    assertThat(namedOnTheWay(second).standing().withinBudget()).isFalse();
    second.release();
    till.allowances.close();

    assertThat(till.takenNanoUsd()).as("of both budgets").isEqualTo(2 * 6_000);
  }

  private Reservation namedOnTheWay(Reservation first) {
    return till.allowances.reserve(first, "sandbox").toCompletableFuture().join();
  }
}
