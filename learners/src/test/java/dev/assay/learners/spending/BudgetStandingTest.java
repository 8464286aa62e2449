package dev.assay.learners.spending;

import static dev.assay.learners.spending.Till.answered;
import static dev.assay.learners.spending.Till.budgets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.Budget;
import dev.assay.policies.tenant.TenantPolicy.Period;
import dev.assay.policies.tenant.TenantPolicy.Scope;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of budgets. */
class BudgetStandingTest {
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
  void theBudgetThatDoesNotCoverItIsNamedWithWhatIsLeft() {
    till.reserve("k1", HUNDRED, 60_000).settle(answered(60_000), Till.CHEAP);

    assertThat(till.reserve("k1", HUNDRED, 50_000).shortage().orElseThrow().sentence())
        .isEqualTo(
            "The budget is 0.0001 USD a month of the tenant; 0.00004 USD of it are left, and this"
                + " request may cost 0.00005 USD.");
    TenantPolicy key = budgets(new Budget(100, Period.HOUR, Scope.KEY));
    assertThat(till.reserve("k1", key, 100_001).shortage().orElseThrow().sentence())
        .as("more than there ever is")
        .isEqualTo(
            "The budget is 0.0001 USD an hour of this app key; this request may cost 0.000100001"
                + " USD.");
  }

  @Test
  void whereBudgetsStandIsKnownWithoutWhatIsMerelyLeased() {
    TenantPolicy all =
        budgets(
            new Budget(100, Period.MONTH, Scope.TENANT),
            new Budget(50, Period.DAY, Scope.KEY),
            new Budget(40, Period.HOUR, Scope.MODEL));
    till.spent("k0", "sandbox", "2026-01-03T10:00:00Z", 5_000);
    assertThat(till.allowances.budgets(all))
        .extracting(BudgetStanding::of, BudgetStanding::subject, BudgetStanding::takenNanoUsd)
        .containsExactly(tuple("tenant", "", 5_000L), tuple("model", "sandbox", 0L));

    till.reserve("k1", all, 3_000).settle(answered(1_000), Till.CHEAP);
    till.reserve("k1", all, 2_000);

    assertThat(till.allowances.budgets(all))
        .extracting(BudgetStanding::of, BudgetStanding::subject, BudgetStanding::takenNanoUsd)
        .as("what is spent, and what a request under way may take")
        .containsExactly(
            tuple("tenant", "", 8_000L),
            tuple("key", "k1", 3_000L),
            tuple("model", "sandbox", 3_000L));
    assertThat(till.allowances.budgets(all).getFirst().usdLeft()).isEqualTo("0.000092000");
  }
}
