package dev.assay.learners.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.policies.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SlotsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId GLOBEX = new TenantId("globex");
  private static final long SOON = 20;
  private static final long LATE = 60_000;

  @Test
  void roomIsBoundedByCount() {
    Slots slots = new Slots(2, 1_000);
    take(slots, ACME, 1, SOON).join();
    take(slots, GLOBEX, 1, SOON).join();

    assertFull(take(slots, new TenantId("initech"), 1, SOON));
    assertThat(slots.taken()).isEqualTo(2);
  }

  @Test
  void roomIsBoundedByBytes() {
    Slots slots = new Slots(100, 1_000);
    take(slots, ACME, 900, SOON).join();

    assertFull(take(slots, GLOBEX, 101, SOON));
    assertThat(take(slots, GLOBEX, 100, SOON)).isCompleted();
    assertThat(slots.takenBytes()).isEqualTo(1_000);
  }

  @Test
  void whatCanNeverFitIsRefusedAtOnce() {
    assertThat(take(new Slots(1, 10), ACME, 11, LATE)).isCompletedExceptionally();
  }

  @Test
  void oneTenantAloneTakesTwoThirdsAndTheNextFindsRoom() {
    Slots slots = new Slots(900, Long.MAX_VALUE);

    assertThat(takenUntilRefused(slots, ACME, 1)).isEqualTo(600);
    assertThat(takenUntilRefused(slots, GLOBEX, 1)).isEqualTo(200);
    assertThat(slots.tryTake(new TenantId("initech"), 1)).isPresent();
  }

  @Test
  void bytesAreSharedLikeCounts() {
    Slots slots = new Slots(1_000, 900);

    assertThat(takenUntilRefused(slots, ACME, 10)).isEqualTo(60);
    assertThat(takenUntilRefused(slots, GLOBEX, 10)).isEqualTo(20);
  }

  @Test
  void sharesEvenOutAsRoomIsGivenBack() {
    Slots slots = new Slots(900, Long.MAX_VALUE);
    List<Slots.Room> first =
        IntStream.range(0, 600).mapToObj(i -> slots.tryTake(ACME, 0).orElseThrow()).toList();
    int second = takenUntilRefused(slots, GLOBEX, 0);
    for (Slots.Room room : first) {
      slots.giveBack(room);
      slots.tryTake(ACME, 0);
      second += slots.tryTake(GLOBEX, 0).isPresent() ? 1 : 0;
    }

    assertThat(second).isBetween(355, 365);
    assertThat(slots.taken()).isBetween(715, 725);
  }

  @Test
  void whoHoldsNothingNeedsOnlyTheRoomItself() {
    Slots slots = new Slots(10, 1_000);
    assertThat(slots.tryTake(ACME, 1_000)).isPresent();
  }

  @Test
  void aTenantsWaitersAreServedInTurnWhenRoomIsGivenBack() {
    Slots slots = new Slots(1, 1_000);
    Slots.Room room = take(slots, ACME, 1, SOON).join();
    CompletableFuture<Slots.Room> first = take(slots, ACME, 1, LATE);
    CompletableFuture<Slots.Room> second = take(slots, ACME, 1, LATE);
    assertThat(first).isNotDone();

    slots.giveBack(room);

    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    slots.giveBack(first.join());
    assertThat(second).isCompleted();
  }

  @Test
  void aTenantOverItsShareHoldsUpNobodyElse() {
    Slots slots = new Slots(9, Long.MAX_VALUE);
    assertThat(takenUntilRefused(slots, ACME, 1)).isEqualTo(6);
    CompletableFuture<Slots.Room> overShare = take(slots, ACME, 1, LATE);

    assertThat(take(slots, GLOBEX, 1, LATE)).isCompleted();
    assertThat(overShare).isNotDone();
  }

  @Test
  void whoGaveUpLeavesTheLineToOthers() {
    Slots slots = new Slots(10, 120);
    take(slots, ACME, 60, SOON).join();
    assertFull(take(slots, ACME, 50, SOON));

    assertThat(take(slots, ACME, 10, SOON)).isCompleted();
  }

  @Test
  void whatTookLessThanFearedMakesRoomForWhoWaits() {
    Slots slots = new Slots(10, 100);
    Slots.Room room = slots.tryTake(ACME, 90).orElseThrow();
    CompletableFuture<Slots.Room> waiting = take(slots, GLOBEX, 50, LATE);

    Slots.Room smaller = slots.shrink(room, 10);

    assertThat(waiting).isCompleted();
    assertThat(slots.takenBytes()).isEqualTo(60);
    slots.giveBack(smaller);
    assertThat(slots.takenBytes()).isEqualTo(50);
  }

  @Test
  void nothingLeaksUnderContention() {
    Slots slots = new Slots(8, 1_000);
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      TenantId tenant = i % 2 == 0 ? ACME : GLOBEX;
      workers.add(
          CompletableFuture.runAsync(
              () -> takeAndGiveBack(slots, tenant), Thread::startVirtualThread));
    }
    CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();

    assertThat(slots.taken()).isZero();
    assertThat(slots.takenBytes()).isZero();
  }

  private static int takenUntilRefused(Slots slots, TenantId tenant, int bytes) {
    int taken = 0;
    Optional<Slots.Room> room = slots.tryTake(tenant, bytes);
    while (room.isPresent()) {
      taken++;
      room = slots.tryTake(tenant, bytes);
    }
    return taken;
  }

  private static void takeAndGiveBack(Slots slots, TenantId tenant) {
    for (int i = 0; i < 500; i++) {
      try {
        int bytes = ThreadLocalRandom.current().nextInt(300);
        slots.giveBack(slots.shrink(take(slots, tenant, bytes, 1).join(), bytes / 2));
      } catch (java.util.concurrent.CompletionException full) {
        assertThat(full).hasCauseInstanceOf(JournalFull.class);
      }
    }
  }

  private static CompletableFuture<Slots.Room> take(
      Slots slots, TenantId tenant, int bytes, long waitMillis) {
    return slots.take(tenant, bytes, waitMillis).toCompletableFuture();
  }

  private static void assertFull(CompletableFuture<?> refused) {
    assertThatThrownBy(() -> refused.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(JournalFull.class);
  }
}
