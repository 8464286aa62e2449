package dev.assay.learners.store;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One write on its way to the disk. Only the writer thread runs, refuses and acknowledges it. */
final class PendingWrite<T extends @Nullable Object> {
  private final Work<T> work;
  private final boolean patient;
  private final CompletableFuture<Committed<T>> done = new CompletableFuture<>();
  private final long queuedNanos = System.nanoTime();
  private @Nullable Result<T> result;
  private @Nullable Throwable refusal;

  private record Result<T extends @Nullable Object>(T value) {}

  /** What is written, through the connection that writes. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T apply(WritingConnection connection) throws SQLException;
  }

  /**
   * A write.
   *
   * @param patient whether nobody waits for it, so that it may wait a moment for others
   */
  PendingWrite(Work<T> work, boolean patient) {
    this.work = work;
    this.patient = patient;
  }

  boolean patient() {
    return patient;
  }

  CompletionStage<Committed<T>> stage() {
    return done;
  }

  long queuedNanos() {
    return queuedNanos;
  }

  void run(WritingConnection connection) throws SQLException {
    result = new Result<>(work.apply(connection));
  }

  /** Remembers why this work was undone; told when the batch is on disk. */
  void refuse(Throwable failure) {
    refusal = failure;
  }

  void acknowledge(long sequence) {
    Result<T> given = result;
    Throwable failure = refusal;
    if (failure != null) {
      fail(failure);
    } else if (given != null) {
      Committed<T> committed = new Committed<>(given.value(), sequence);
      completeElsewhere(() -> done.complete(committed));
    }
  }

  void fail(Throwable failure) {
    completeElsewhere(() -> done.completeExceptionally(failure));
  }

  /** What depends on a stage may block; it must never do so on the writer thread. */
  private static void completeElsewhere(Runnable completion) {
    Thread.startVirtualThread(completion);
  }
}
