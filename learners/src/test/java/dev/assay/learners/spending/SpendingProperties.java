package dev.assay.learners.spending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.Budget;
import dev.assay.policies.tenant.TenantPolicy.Period;
import dev.assay.policies.tenant.TenantPolicy.Scope;
import dev.assay.policies.tenant.TenantPolicy.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** A thousand requests at once, whatever their order, never take more than there is. */
class SpendingProperties {
  private static final int REQUESTS = 1_000;
  private static final int ADMITTED = 100;
  private static final Budget HUNDRED = new Budget(ADMITTED, Period.MONTH, Scope.TENANT);

  private Path folder;
  private Till till;

  @BeforeTry
  void open() throws IOException {
    folder = Files.createTempDirectory("till");
    till = new Till(folder);
  }

  @AfterTry
  void close() throws IOException {
    till.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Property(tries = 10)
  void aBudgetOfAHundredAdmitsAHundredAndTwoKeysShareIt() throws Exception {
    TenantPolicy policy = Till.budgets(HUNDRED);

    long admitted =
        atOnce(i -> till.reserve("k" + i % 2, policy, Till.TOKENS_A_MICRO)).stream()
            .filter(reservation -> reservation.standing().holds())
            .count();

    assertThat(admitted).isEqualTo(ADMITTED);
    assertThat(till.takenNanoUsd()).isEqualTo(ADMITTED * 1_000);
  }

  @Property(tries = 10)
  void moneyIsNeverSpentTwiceWhileRequestsSettle(@ForAll long seed, @ForAll boolean perKeyToo)
      throws Exception {
    TenantPolicy policy =
        perKeyToo
            ? Till.budgets(HUNDRED, new Budget(ADMITTED / 2, Period.DAY, Scope.KEY))
            : Till.budgets(HUNDRED);
    AtomicLong used = new AtomicLong();

    atOnce(i -> {
      Random random = new Random(seed + i);
      int largest = 1 + random.nextInt(3 * Till.TOKENS_A_MICRO);
      Reservation reservation = till.reserve("k" + i % 4, policy, largest);
      if (reservation.standing().holds()) {
        int real = random.nextInt(largest + 1);
        if (random.nextBoolean()) {
          used.addAndGet(real);
          reservation.settle(Till.answered(real), Till.CHEAP);
        } else {
          reservation.release();
        }
      }
      return reservation;
    });

    assertThat(used.get()).isLessThanOrEqualTo(ADMITTED * 1_000L);
    assertThat(tenantTaken()).isBetween(used.get(), ADMITTED * 1_000L);
    till.allowances.close();
    assertThat(tenantTaken()).as("to the nanodollar").isEqualTo(used.get());
  }

  @Property(tries = 10)
  void neverMoreAtOnceThanAllowed(@ForAll @IntRange(min = 1, max = 50) int places)
      throws Exception {
    TenantPolicy policy = Till.policy(0, 0, 2 * places, new Shared(0, 0, places), Map.of());
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    atOnce(i -> {
      Reservation reservation = till.reserve("k" + i % 2, policy, 1);
      if (reservation.standing().holds()) {
        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        till.takenNanoUsd(); // something that takes time
        underWay.decrementAndGet();
        reservation.settle(Till.answered(1), Till.CHEAP);
      }
      return reservation;
    });

    assertThat(most.get()).isBetween(1, places);
    List<Reservation> after = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      after.add(till.reserve("k1", policy, 1));
    }
    assertThat(after).allMatch(reservation -> reservation.standing().holds());
    assertThat(till.reserve("k1", policy, 1).standing().withinConcurrency()).isFalse();
  }

  @Property(tries = 10)
  void neverMoreAMinuteThanAllowed(@ForAll @IntRange(min = 1, max = 500) int aMinute)
      throws Exception {
    TenantPolicy policy = Till.policy(1_000_000, 0, 0, new Shared(aMinute, 0, 0), Map.of());

    long admitted =
        atOnce(i -> till.reserve("k" + i % 3, policy, 1)).stream()
            .filter(reservation -> reservation.standing().withinRate())
            .count();

    assertThat(admitted).isEqualTo(aMinute);
  }

  private long tenantTaken() {
    return till.database.read(handle ->
        handle
            .createQuery(
                "SELECT coalesce(sum(taken_nano_usd), 0) FROM budget WHERE scope = 'tenant'")
            .mapTo(Long.class)
            .one());
  }

  private static List<Reservation> atOnce(IntFunction<Reservation> request) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Reservation>> asked = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        int number = i;
        asked.add(CompletableFuture.supplyAsync(() -> request.apply(number), threads));
      }
      List<Reservation> all = new ArrayList<>();
      for (CompletableFuture<Reservation> each : asked) {
        all.add(each.get());
      }
      return all;
    }
  }
}
