package dev.assay.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.Provider;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class RetryBudgetProperties {
  private static final int FLOOR_SECONDS = 10;

  private final AtomicLong nanos = new AtomicLong();

  @Property(tries = 200)
  void retriesAreNeverMoreThanTheirShareAndTheFloor(
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @IntRange(min = 0, max = 20) int floor,
      @ForAll @IntRange(min = 1, max = 3_000) int requests,
      @ForAll @IntRange(min = 0, max = 50) int millisBetween) {
    RetryBudget budget = new RetryBudget(new Provider.Retries(share, floor), nanos::get);
    int retries = 0;
    for (int i = 0; i < requests; i++) {
      budget.deposit();
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millisBetween));
      while (budget.tryTake()) {
        retries++;
      }
    }
    double seconds = requests * millisBetween / 1000.0;
    double most = requests * share + floor * (FLOOR_SECONDS + seconds);
    assertThat((double) retries).isLessThanOrEqualTo(most + 1e-6);
    assertThat((double) retries).as("and they are had").isGreaterThan(most - 3);
  }

  @Example
  void aQuietHourPaysForNoStorm() {
    RetryBudget budget = new RetryBudget(new Provider.Retries(0.1, 1), nanos::get);
    for (int i = 0; i < 100_000; i++) {
      budget.deposit();
    }
    nanos.addAndGet(TimeUnit.HOURS.toNanos(1));

    assertThat(budget.left()).isLessThanOrEqualTo(110);
  }

  @Example
  void noShareAndNoFloorAreNoRetries() {
    RetryBudget budget = new RetryBudget(new Provider.Retries(0, 0), nanos::get);
    budget.deposit();

    assertThat(budget.tryTake()).isFalse();
  }
}
