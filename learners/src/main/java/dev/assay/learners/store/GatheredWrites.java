package dev.assay.learners.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Writes of one kind that many ask for and nobody waits for, gathered into one work for the writer:
 * those that are asked for while one waits for it join that one. Each is durable in its place among
 * all writes or earlier, never later.
 *
 * @param <T> one of them
 */
public final class GatheredWrites<T> {
  private final Database database;
  private final Work<T> work;

  private Batch<T> open = new Batch<>(true);

  /** How several are written at once, with nothing begun or committed; must not block. */
  @FunctionalInterface
  public interface Work<T> {
    void write(Statements statements, List<T> values) throws SQLException;
  }

  private record Pending<T>(T value, CompletableFuture<Committed<@Nullable Void>> done) {}

  /** Those that are written together; guarded by the lock until it is closed. */
  private static final class Batch<T> {
    private final List<Pending<T>> pending = new ArrayList<>();
    private boolean closed;

    Batch(boolean closed) {
      this.closed = closed;
    }
  }

  public GatheredWrites(Database database, Work<T> work) {
    this.database = database;
    this.work = work;
  }

  /**
   * Adds one. The stage completes once it is on disk, on a thread that others wait for: what
   * depends on it must not block. It fails with the work's exception where this value alone can't
   * be written, or with {@link StoreUnavailable} where nothing can.
   */
  public CompletionStage<Committed<@Nullable Void>> add(T value) {
    Pending<T> pending = new Pending<>(value, new CompletableFuture<>());
    synchronized (this) {
      if (open.closed) {
        Batch<T> batch = new Batch<>(false);
        batch.pending.add(pending);
        open = batch;
        // Inside the lock: what is asked for after this one was added comes after it.
        database
            .writePatiently(statements -> write(statements, close(batch)))
            .whenComplete((committed, failure) -> finish(close(batch), committed, failure));
      } else {
        open.pending.add(pending);
      }
    }
    return pending.done();
  }

  /** From here on this batch takes no more. */
  private synchronized List<Pending<T>> close(Batch<T> batch) {
    batch.closed = true;
    return batch.pending;
  }

  /** Those that can't be written, and why: they must not take the others with them. */
  private IdentityHashMap<Pending<T>, Exception> write(
      Statements statements, List<Pending<T>> pending) throws SQLException {
    IdentityHashMap<Pending<T>, Exception> refused = new IdentityHashMap<>();
    Optional<Exception> failure = tried(statements, pending);
    if (failure.isPresent() && pending.size() == 1) {
      refused.put(pending.getFirst(), failure.get());
    } else if (failure.isPresent()) {
      for (Pending<T> one : pending) {
        tried(statements, List.of(one)).ifPresent(why -> refused.put(one, why));
      }
    }
    return refused;
  }

  private Optional<Exception> tried(Statements statements, List<Pending<T>> some)
      throws SQLException {
    statements.of("SAVEPOINT gathered").execute();
    try {
      work.write(statements, some.stream().map(Pending::value).toList());
    } catch (SQLException | RuntimeException failure) {
      if (Sqlite.spoilsTheBatch(failure)) {
        throw failure;
      }
      statements.of("ROLLBACK TO gathered").execute();
      statements.of("RELEASE gathered").execute();
      return Optional.of(failure);
    }
    statements.of("RELEASE gathered").execute();
    return Optional.empty();
  }

  private void finish(
      List<Pending<T>> batch,
      @Nullable Committed<IdentityHashMap<Pending<T>, Exception>> committed,
      @Nullable Throwable failure) {
    for (Pending<T> pending : batch) {
      Throwable why = committed == null ? failure : committed.value().get(pending);
      if (why != null) {
        pending.done().completeExceptionally(why);
      } else if (committed != null) {
        pending.done().complete(new Committed<>(null, committed.sequence()));
      }
    }
  }
}
