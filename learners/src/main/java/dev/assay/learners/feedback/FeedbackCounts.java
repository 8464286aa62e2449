package dev.assay.learners.feedback;

import dev.assay.learners.store.Database;
import dev.assay.policies.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many signals were admitted today (UTC), per principal and per app key. A signal takes its
 * place before it is judged, so that concurrent ones can't all see the same room; the place is
 * given back when the signal is not admitted or not recorded.
 */
final class FeedbackCounts {
  private static final int MAX_COUNTERS = 100_000;

  private final Database database;
  private final ConcurrentMap<Counted, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<TenantId, Lock> turns = new ConcurrentHashMap<>();
  private volatile LocalDate lastDay = LocalDate.EPOCH;

  private enum Per {
    PRINCIPAL("principal"),
    KEY("key_id");

    final String column;

    Per(String column) {
      this.column = column;
    }
  }

  private record Counted(LocalDate day, TenantId tenant, Per per, String name) {}

  /**
   * One count.
   *
   * @param taken admitted today, and places taken by signals under way
   * @param underWay of these, how many are not settled yet
   */
  private record Counter(int taken, int underWay) {}

  FeedbackCounts(Database database) {
    this.database = database;
  }

  /** Takes a place in both counts. Blocks on the first signal of a day's principal or key. */
  Place take(TenantId tenant, String principal, String keyId, Instant at) {
    LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
    Counted ofPrincipal = new Counted(day, tenant, Per.PRINCIPAL, principal);
    Counted ofKey = new Counted(day, tenant, Per.KEY, keyId);
    forgetIdle(day);
    // Both in one step: who is early in one count and late in the other would find no room that is
    // there.
    Lock lock = turns.computeIfAbsent(tenant, unseen -> new ReentrantLock());
    lock.lock();
    try {
      int principalToday = take(ofPrincipal);
      return new Place(ofPrincipal, ofKey, principalToday, takeAlso(ofKey, ofPrincipal));
    } finally {
      lock.unlock();
    }
  }

  private int takeAlso(Counted counted, Counted taken) {
    try {
      return take(counted);
    } catch (RuntimeException failure) {
      settle(taken, false);
      throw failure;
    }
  }

  /** A place in the counts, to be settled once. */
  final class Place {
    private final Counted ofPrincipal;
    private final Counted ofKey;
    private final int principalToday;
    private final int keyToday;
    private final AtomicBoolean settled = new AtomicBoolean();

    private Place(Counted ofPrincipal, Counted ofKey, int principalToday, int keyToday) {
      this.ofPrincipal = ofPrincipal;
      this.ofKey = ofKey;
      this.principalToday = principalToday;
      this.keyToday = keyToday;
    }

    /** This principal's signals before this one. */
    int principalToday() {
      return principalToday;
    }

    /** This key's signals before this one. */
    int keyToday() {
      return keyToday;
    }

    /** Keeps the place when the signal was admitted and recorded, else gives it back. */
    void settle(boolean admitted) {
      if (settled.compareAndSet(false, true)) {
        FeedbackCounts.this.settle(ofPrincipal, admitted);
        FeedbackCounts.this.settle(ofKey, admitted);
      }
    }
  }

  private int take(Counted counted) {
    Counter after =
        counters.compute(
            counted,
            (key, counter) -> {
              Counter before = counter == null ? new Counter(onDisk(key), 0) : counter;
              return new Counter(before.taken() + 1, before.underWay() + 1);
            });
    return after.taken() - 1;
  }

  private void settle(Counted counted, boolean admitted) {
    counters.computeIfPresent(
        counted,
        (key, counter) ->
            new Counter(counter.taken() - (admitted ? 0 : 1), counter.underWay() - 1));
  }

  private int onDisk(Counted counted) {
    Instant midnight = counted.day().atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant nextMidnight = counted.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT count(*) FROM feedback WHERE tenant = :tenant AND "
                    + counted.per().column
                    + " = :name AND admitted = 1 AND at >= :from AND at < :to")
            .bind("tenant", counted.tenant().value())
            .bind("name", counted.name())
            .bind("from", midnight.toEpochMilli())
            .bind("to", nextMidnight.toEpochMilli())
            .mapTo(Integer.class)
            .one());
  }

  /** What is settled is on disk and can be counted again; what is under way must stay. */
  private void forgetIdle(LocalDate today) {
    if (counters.size() > MAX_COUNTERS) {
      counters.forEach((counted, seen) ->
          counters.computeIfPresent(
              counted, (key, counter) -> counter.underWay() == 0 ? null : counter));
    } else if (!today.equals(lastDay)) {
      lastDay = today;
      counters.keySet().removeIf(counted -> counted.day().isBefore(today.minusDays(1)));
    }
  }
}
