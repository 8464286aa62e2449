package dev.assay.gateway.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.assay.learners.journal.ExchangeRecord;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Who follows, and what waits to be read. Any thread offers; one reads. */
public final class Follower implements AutoCloseable {
  /** What waits for a follower at most. */
  static final int MAX_WAITING = 1_024;

  private final Predicate<TenantId> sees;
  private final Runnable woken;
  private final Consumer<Follower> gone;
  private final BlockingQueue<ExchangeRecord> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final AtomicBoolean awake = new AtomicBoolean();
  private volatile boolean over;

  Follower(Predicate<TenantId> sees, Runnable woken, Consumer<Follower> gone) {
    this.sees = sees;
    this.woken = woken;
    this.gone = gone;
  }

  void offer(ExchangeRecord record) {
    if (over || !sees.test(record.tenant())) {
      return;
    }
    if (!waiting.offer(record)) {
      lost.incrementAndGet();
    }
    wake();
  }

  /** The next line: a row, or how many rows were lost before the next one; empty for none yet. */
  public Optional<String> next() {
    awake.set(false);
    // What was lost came after what waits, but is told first: it may go on being lost.
    long missed = lost.getAndSet(0);
    if (missed > 0) {
      return Optional.of(json(Map.of("lost", missed)));
    }
    return Optional.ofNullable(waiting.poll()).map(record -> json(TailRow.of(record)));
  }

  /** Whether there will be no more. */
  public boolean isOver() {
    return over;
  }

  void end() {
    over = true;
    wake();
  }

  private void wake() {
    if (awake.compareAndSet(false, true)) {
      woken.run();
    }
  }

  /** It reads no more. */
  @Override
  public void close() {
    over = true;
    gone.accept(this);
  }

  private static String json(Object line) {
    try {
      return CanonicalJson.MAPPER.writeValueAsString(line);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a row is JSON", impossible);
    }
  }
}
