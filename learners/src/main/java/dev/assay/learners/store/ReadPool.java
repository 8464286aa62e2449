package dev.assay.learners.store;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A few connections that only read; callers wait for a free one. */
final class ReadPool implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final int WAIT_SECONDS = 5;

  private final Sqlite sqlite;
  private final Semaphore free = new Semaphore(CONNECTIONS, true);
  private final ConcurrentLinkedDeque<Handle> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  ReadPool(Sqlite sqlite) {
    this.sqlite = sqlite;
  }

  /** Runs the work on one moment of the database: it sees no commit that comes while it runs. */
  <T extends @Nullable Object> T read(Function<Handle, T> work) {
    acquire();
    @Nullable Handle borrowed = null;
    try {
      borrowed = idle.pollFirst();
      if (borrowed == null) {
        borrowed = sqlite.reader();
      }
      T result = onOneMoment(borrowed, work);
      giveBack(borrowed);
      return result;
    } catch (RuntimeException | Error failure) {
      // A connection that failed may be inside a transaction or broken; a new one costs little.
      if (borrowed != null) {
        borrowed.close();
      }
      if (Sqlite.spoilsTheBatch(failure)) {
        throw Sqlite.unavailable(failure);
      }
      throw failure;
    } finally {
      free.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    free.acquireUninterruptibly(CONNECTIONS);
    idle.forEach(Handle::close);
    idle.clear();
    free.release(CONNECTIONS);
  }

  private static <T extends @Nullable Object> T onOneMoment(
      Handle handle, Function<Handle, T> work) {
    handle.execute("BEGIN");
    T result = work.apply(handle);
    handle.execute("COMMIT");
    return result;
  }

  private void giveBack(Handle handle) {
    idle.addFirst(handle);
  }

  private void acquire() {
    try {
      if (!free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new StoreUnavailable(
            "no read connection was free for " + WAIT_SECONDS + " s: too many long reads at once");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while waiting for a read connection", interrupted);
    }
    if (closed) {
      free.release();
      throw new StoreUnavailable("the database is closed");
    }
  }
}
