package dev.assay.learners.spending;

import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.Budget;
import dev.assay.policies.tenant.TenantPolicy.Period;
import dev.assay.policies.tenant.TenantPolicy.Scope;
import java.nio.file.Path;
import java.util.Random;

/**
 * A process that spends until it is killed. What it prints was used: one line each with the sum so
 * far, ended by a mark so that a cut line is not taken for one.
 */
public final class Spender {
  static final String END = " .";
  static final long LIMIT_NANO_USD = 100_000_000;
  static final TenantPolicy POLICY =
      Till.budgets(new Budget(LIMIT_NANO_USD / 1_000, Period.MONTH, Scope.TENANT));

  private static final long SEED = 20_260_301;

  private Spender() {}

  public static void main(String[] arguments) {
    Till till = new Till(Path.of(arguments[0]));
    Random random = new Random(SEED);
    long used = 0;
    while (true) {
      int largest = 1 + random.nextInt(2 * Till.TOKENS_A_MICRO);
      Reservation reservation = till.reserve("k1", POLICY, largest);
      if (!reservation.standing().holds()) {
        throw new IllegalStateException("the budget ended before the process was killed");
      }
      int real = random.nextInt(largest + 1);
      reservation.settle(Till.answered(real), Till.CHEAP);
      used += real;
      System.out.print(used + END + "\n");
      System.out.flush();
    }
  }
}
