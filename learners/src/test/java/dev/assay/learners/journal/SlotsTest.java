package dev.assay.learners.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SlotsTest {
  @Test
  void roomIsBoundedByCount() {
    Slots slots = new Slots(2, 1_000, 20);
    take(slots, 1).join();
    take(slots, 1).join();

    assertFull(take(slots, 1));
    assertThat(slots.taken()).isEqualTo(2);
  }

  @Test
  void roomIsBoundedByBytes() {
    Slots slots = new Slots(100, 1_000, 20);
    take(slots, 900).join();

    assertFull(take(slots, 101));
    assertThat(take(slots, 100)).isCompleted();
    assertThat(slots.takenBytes()).isEqualTo(1_000);
  }

  @Test
  void whatCanNeverFitIsRefusedAtOnce() {
    assertThat(take(new Slots(1, 10, 60_000), 11)).isCompletedExceptionally();
  }

  @Test
  void whoWaitsIsServedInTurnWhenRoomIsGivenBack() {
    Slots slots = new Slots(1, 1_000, 60_000);
    Slots.Room room = take(slots, 1).join();
    CompletableFuture<Slots.Room> first = take(slots, 1);
    CompletableFuture<Slots.Room> second = take(slots, 1);
    assertThat(first).isNotDone();

    slots.giveBack(room);

    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    slots.giveBack(first.join());
    assertThat(second).isCompleted();
  }

  @Test
  void whoGaveUpLeavesTheLineToOthers() {
    Slots slots = new Slots(10, 100, 20);
    take(slots, 60).join();
    assertFull(take(slots, 50));

    assertThat(take(slots, 40)).isCompleted();
  }

  @Test
  void nothingLeaksUnderContention() {
    Slots slots = new Slots(8, 1_000, 1);
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      workers.add(
          CompletableFuture.runAsync(() -> takeAndGiveBack(slots), Thread::startVirtualThread));
    }
    CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();

    assertThat(slots.taken()).isZero();
    assertThat(slots.takenBytes()).isZero();
  }

  private static void takeAndGiveBack(Slots slots) {
    for (int i = 0; i < 500; i++) {
      try {
        Slots.Room room = take(slots, ThreadLocalRandom.current().nextInt(300)).join();
        slots.giveBack(room);
      } catch (java.util.concurrent.CompletionException full) {
        assertThat(full).hasCauseInstanceOf(JournalFull.class);
      }
    }
  }

  private static CompletableFuture<Slots.Room> take(Slots slots, int bytes) {
    return slots.take(bytes).toCompletableFuture();
  }

  private static void assertFull(CompletableFuture<?> refused) {
    assertThatThrownBy(() -> refused.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(JournalFull.class);
  }
}
