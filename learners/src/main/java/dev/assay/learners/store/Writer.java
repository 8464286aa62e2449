package dev.assay.learners.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes everything that waits into one transaction, in the order of
 * arrival, so that one flush to disk serves them all (group commit); while it flushes, the next
 * batch gathers.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int MAX_WAITING = 16_384;
  private static final int MAX_BATCH = 512;

  /** How long a write that nobody waits for waits for others: far less than its promised 50 ms. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Supplier<Handle> connect;
  private final Feed feed;
  private final BlockingQueue<PendingWrite<?>> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread thread;

  /** When the oldest write of the batch under way was queued; 0 while there is none. */
  private volatile long underWaySinceNanos;

  /** The longest that a write waited for the disk so far. */
  private volatile long worstNanos;

  private volatile boolean closed;

  // Only the writer thread touches these.
  private @Nullable WritingConnection connection;
  private long sequence;

  Writer(Supplier<Handle> connect, Feed feed) {
    this.connect = connect;
    this.feed = feed;
    this.thread = Thread.ofPlatform().name("assay-writer").start(this::run);
  }

  <T extends @Nullable Object> CompletionStage<Committed<T>> write(
      PendingWrite.Work<T> work, boolean patient) {
    PendingWrite<T> write = new PendingWrite<>(work, patient);
    if (closed) {
      write.fail(new StoreUnavailable("the database is closed"));
    } else if (!queue.offer(write)) {
      write.fail(
          new StoreUnavailable(
              "the write queue is full ("
                  + MAX_WAITING
                  + " waiting): the disk is too slow or stands still; try again later"));
    } else if (closed && queue.remove(write)) {
      write.fail(new StoreUnavailable("the database is closed"));
    }
    return write.stage();
  }

  int waiting() {
    return queue.size();
  }

  long lagMillis() {
    long since = underWaySinceNanos;
    if (since == 0) {
      PendingWrite<?> head = queue.peek();
      if (head == null) {
        return 0;
      }
      since = head.queuedNanos();
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
  }

  long worstLagMillis() {
    return Math.max(TimeUnit.NANOSECONDS.toMillis(worstNanos), lagMillis());
  }

  /** Writes what waits, then stops. */
  @Override
  public void close() {
    closed = true;
    // Wakes the thread; a full queue needs no waking.
    boolean woken = queue.offer(new PendingWrite<>(connection -> Boolean.TRUE, false));
    LOG.debug("closing the writer, woken: {}", woken);
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while the last writes were flushed", interrupted);
    }
  }

  private void run() {
    List<PendingWrite<?>> batch = new ArrayList<>(MAX_BATCH);
    while (!closed || !queue.isEmpty()) {
      try {
        PendingWrite<?> first = queue.take();
        underWaySinceNanos = first.queuedNanos();
        batch.add(first);
        gather(batch);
        commit(batch);
      } catch (InterruptedException nobodyMayInterruptTheWriter) {
        LOG.warn("the writer was interrupted and goes on");
      } finally {
        batch.clear();
        underWaySinceNanos = 0;
      }
    }
    disconnect();
  }

  /** Adds what waits, and what comes within a moment where nobody waits for any of it. */
  private void gather(List<PendingWrite<?>> batch) throws InterruptedException {
    long until = batch.getFirst().queuedNanos() + PATIENCE_NANOS;
    queue.drainTo(batch, MAX_BATCH - batch.size());
    while (batch.size() < MAX_BATCH && batch.stream().allMatch(PendingWrite::patient)) {
      PendingWrite<?> next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
      queue.drainTo(batch, MAX_BATCH - batch.size());
    }
  }

  private void commit(List<PendingWrite<?>> batch) {
    try {
      WritingConnection open = connection();
      open.begin();
      for (PendingWrite<?> write : batch) {
        runGuarded(open, write);
      }
      open.commit();
      worstNanos = Math.max(worstNanos, System.nanoTime() - batch.getFirst().queuedNanos());
    } catch (SQLException | RuntimeException | Error failure) {
      feed.forgetSince(0);
      disconnect();
      StoreUnavailable unavailable = Sqlite.unavailable(failure);
      LOG.error("a batch of {} writes failed: {}", batch.size(), unavailable.getMessage());
      batch.forEach(write -> write.fail(unavailable));
      return;
    }
    feed.deliver();
    for (PendingWrite<?> write : batch) {
      write.acknowledge(++sequence);
    }
  }

  /** Runs one work so that its failure undoes what it did and nothing of its neighbours. */
  private void runGuarded(WritingConnection open, PendingWrite<?> write) throws SQLException {
    int mark = feed.mark();
    open.beginWork();
    try {
      write.run(open);
    } catch (SQLException | RuntimeException | Error failure) {
      if (Sqlite.spoilsTheBatch(failure)) {
        throw failure;
      }
      write.refuse(failure);
      feed.forgetSince(mark);
      open.undoWork();
      return;
    }
    open.keepWork();
  }

  private WritingConnection connection() throws SQLException {
    WritingConnection open = connection;
    if (open == null) {
      open = new WritingConnection(connect.get());
      connection = open;
    }
    return open;
  }

  /** After a failed commit the connection's state is unknown: the next batch gets a new one. */
  private void disconnect() {
    WritingConnection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException failure) {
        LOG.warn("closing the writer's connection failed: {}", failure.getMessage());
      }
    }
  }
}
