package dev.assay.learners.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounds what may be on its way to the journal, by count and by bytes. Who finds no room waits in
 * line for a moment, on no thread.
 */
final class Slots {
  private static final int MAX_WAITERS = 4_096;

  private final int maxCount;
  private final long maxBytes;
  private final long waitMillis;
  private final Deque<Waiter> line = new ArrayDeque<>();
  private int count;
  private long bytes;

  private record Waiter(int bytes, CompletableFuture<Room> answer) {}

  /** Room that was taken; who takes it gives it back, once. */
  record Room(int bytes) {}

  Slots(int maxCount, long maxBytes, long waitMillis) {
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
    this.waitMillis = waitMillis;
  }

  CompletionStage<Room> take(int wanted) {
    if (wanted < 0 || wanted > maxBytes) {
      return CompletableFuture.failedStage(
          new JournalFull("an exchange of " + wanted + " bytes is over the journal's " + maxBytes));
    }
    Waiter waiter = new Waiter(wanted, new CompletableFuture<>());
    synchronized (this) {
      if (line.isEmpty() && fits(wanted)) {
        occupy(wanted);
        return CompletableFuture.completedFuture(new Room(wanted));
      }
      if (line.size() >= MAX_WAITERS) {
        return CompletableFuture.failedStage(full());
      }
      line.addLast(waiter);
    }
    return waiter
        .answer()
        .orTimeout(waitMillis, TimeUnit.MILLISECONDS)
        .handle((room, failure) -> {
          if (failure instanceof TimeoutException) {
            leave(waiter);
            throw new CompletionException(full());
          }
          return room;
        });
  }

  void giveBack(Room room) {
    Deque<Runnable> granted = new ArrayDeque<>();
    synchronized (this) {
      count--;
      bytes -= room.bytes();
      serveLine(granted);
    }
    granted.forEach(Runnable::run);
  }

  synchronized int taken() {
    return count;
  }

  synchronized long takenBytes() {
    return bytes;
  }

  private void leave(Waiter waiter) {
    Deque<Runnable> granted = new ArrayDeque<>();
    synchronized (this) {
      line.remove(waiter);
      // It may have stood before others that fit.
      serveLine(granted);
    }
    granted.forEach(Runnable::run);
  }

  /** Answers are given outside the lock: what depends on them is not ours. */
  private void serveLine(Deque<Runnable> granted) {
    while (!line.isEmpty() && fits(line.getFirst().bytes())) {
      Waiter next = line.removeFirst();
      occupy(next.bytes());
      granted.add(() -> {
        Room room = new Room(next.bytes());
        if (!next.answer().complete(room)) {
          // It gave up between leaving the line and being answered.
          giveBack(room);
        }
      });
    }
  }

  private boolean fits(int wanted) {
    return count < maxCount && bytes + wanted <= maxBytes;
  }

  private void occupy(int wanted) {
    count++;
    bytes += wanted;
  }

  private static JournalFull full() {
    return new JournalFull("the journal has no room: the disk does not keep up; try again later");
  }
}
