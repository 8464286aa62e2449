package dev.assay.gateway.tail;

import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.policies.tenant.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Hands every exchange that ends to those who follow. One who follows slowly loses rows and is told
 * how many; whoever serves never waits.
 */
public final class Tail implements AutoCloseable {
  private static final int MAX_FOLLOWERS = 32;

  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** An exchange has ended. Costs next to nothing while nobody follows. */
  public void ended(ExchangeRecord record) {
    if (!followers.isEmpty()) {
      followers.forEach(follower -> follower.offer(record));
    }
  }

  /**
   * Begins to follow.
   *
   * @param sees whose exchanges
   * @param woken called, by whoever serves, when rows wait that did not before
   * @return empty when as many follow as may
   */
  public Optional<Follower> follow(Predicate<TenantId> sees, Runnable woken) {
    synchronized (followers) {
      if (closed || followers.size() >= MAX_FOLLOWERS) {
        return Optional.empty();
      }
      Follower follower = new Follower(sees, woken, followers::remove);
      followers.add(follower);
      return Optional.of(follower);
    }
  }

  /** Tells all who follow that there will be no more. */
  @Override
  public void close() {
    synchronized (followers) {
      closed = true;
      followers.forEach(Follower::end);
    }
  }
}
