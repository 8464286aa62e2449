package dev.assay.learners.journal;

import dev.assay.policies.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounds what is under way at once, by count and by bytes, and shares it among tenants: none may
 * hold more than twice what is then still free, so that whoever comes next finds room. One tenant
 * alone can take two thirds. Who finds no room may wait in its tenant's line for a moment, on no
 * thread.
 *
 * @see <a href="https://doi.org/10.1109/90.664262">Choudhury and Hahne, Dynamic Queue Length
 *     Thresholds for Shared-Memory Packet Switches, 1998</a>
 */
public final class Slots {
  private static final int MAX_WAITERS = 4_096;
  private static final int MAX_WAITERS_OF_ONE = MAX_WAITERS / 4;
  private static final int TIMES_WHAT_IS_FREE = 2;

  private final int maxCount;
  private final long maxBytes;
  private final Map<TenantId, Share> shares = new HashMap<>();
  private int count;
  private long bytes;
  private int waiting;

  /** Room that was taken; who takes it gives it back, once. */
  public record Room(TenantId tenant, int bytes) {}

  private record Waiter(Room wanted, CompletableFuture<Room> answer) {}

  /** What one tenant holds and waits for. */
  private static final class Share {
    private final Deque<Waiter> line = new ArrayDeque<>();
    private int count;
    private long bytes;

    boolean isIdle() {
      return count == 0 && line.isEmpty();
    }
  }

  /**
   * Room for so much.
   *
   * @param maxBytes {@link Long#MAX_VALUE} where only the count matters
   */
  public Slots(int maxCount, long maxBytes) {
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
  }

  /** Takes room at once, or none. */
  public synchronized Optional<Room> tryTake(TenantId tenant, int wanted) {
    Room room = new Room(tenant, wanted);
    Share share = shares.get(tenant);
    boolean first = share == null || share.line.isEmpty();
    if (!first || !fits(room)) {
      return Optional.empty();
    }
    occupy(room);
    return Optional.of(room);
  }

  /** Takes room, waiting for it so long; fails with {@link JournalFull}. */
  public CompletionStage<Room> take(TenantId tenant, int wanted, long waitMillis) {
    if (wanted < 0 || wanted > maxBytes) {
      return CompletableFuture.failedStage(
          new JournalFull("an exchange of " + wanted + " bytes is over the journal's " + maxBytes));
    }
    Waiter waiter = new Waiter(new Room(tenant, wanted), new CompletableFuture<>());
    synchronized (this) {
      Optional<Room> room = tryTake(tenant, wanted);
      if (room.isPresent()) {
        return CompletableFuture.completedFuture(room.get());
      }
      Share share = shares.computeIfAbsent(tenant, t -> new Share());
      if (waiting >= MAX_WAITERS || share.line.size() >= MAX_WAITERS_OF_ONE) {
        forgetIdle(tenant);
        return CompletableFuture.failedStage(full());
      }
      share.line.addLast(waiter);
      waiting++;
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

  /** Gives a part of the bytes back: less came than was feared. */
  public Room shrink(Room room, int bytesLeft) {
    if (bytesLeft > room.bytes()) {
      throw new IllegalArgumentException("room only ever shrinks");
    }
    Deque<Runnable> granted = new ArrayDeque<>();
    synchronized (this) {
      int less = room.bytes() - bytesLeft;
      Objects.requireNonNull(shares.get(room.tenant())).bytes -= less;
      bytes -= less;
      serveLines(granted);
    }
    granted.forEach(Runnable::run);
    return new Room(room.tenant(), bytesLeft);
  }

  /** Gives back what was taken. */
  public void giveBack(Room room) {
    Deque<Runnable> granted = new ArrayDeque<>();
    synchronized (this) {
      Share share = Objects.requireNonNull(shares.get(room.tenant()));
      share.count--;
      share.bytes -= room.bytes();
      count--;
      bytes -= room.bytes();
      forgetIdle(room.tenant());
      serveLines(granted);
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
      TenantId tenant = waiter.wanted().tenant();
      Share share = shares.get(tenant);
      if (share != null && share.line.remove(waiter)) {
        waiting--;
        forgetIdle(tenant);
      }
      // It may have stood before others that fit.
      serveLines(granted);
    }
    granted.forEach(Runnable::run);
  }

  /**
   * Serves the front of each line in rounds, as long as any of them fits. Answers are given outside
   * the lock: what depends on them is not ours.
   */
  private void serveLines(Deque<Runnable> granted) {
    boolean served = waiting > 0;
    while (served) {
      served = false;
      for (Share share : shares.values()) {
        if (!share.line.isEmpty() && fits(share.line.getFirst().wanted())) {
          grant(share.line.removeFirst(), granted);
          served = true;
        }
      }
    }
  }

  private void grant(Waiter next, Deque<Runnable> granted) {
    waiting--;
    occupy(next.wanted());
    granted.add(() -> {
      if (!next.answer().complete(next.wanted())) {
        // It gave up between leaving the line and being answered.
        giveBack(next.wanted());
      }
    });
  }

  /** Who holds nothing yet needs only the room itself. */
  private boolean fits(Room room) {
    Share share = shares.get(room.tenant());
    int freeCount = maxCount - count - 1;
    long freeBytes = maxBytes - bytes - room.bytes();
    if (freeCount < 0 || freeBytes < 0) {
      return false;
    }
    return share == null
        || share.count == 0
        || (share.count + 1 <= (long) TIMES_WHAT_IS_FREE * freeCount
            && (share.bytes + room.bytes()) / TIMES_WHAT_IS_FREE <= freeBytes);
  }

  private void occupy(Room room) {
    Share share = shares.computeIfAbsent(room.tenant(), t -> new Share());
    share.count++;
    share.bytes += room.bytes();
    count++;
    bytes += room.bytes();
  }

  private void forgetIdle(TenantId tenant) {
    Share share = shares.get(tenant);
    if (share != null && share.isIdle()) {
      shares.remove(tenant);
    }
  }

  private static JournalFull full() {
    return new JournalFull(
        "no room for one more of this tenant's exchanges: too many are under way, or the disk does"
            + " not keep up; try again later");
  }
}
