package dev.assay.gateway.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** A few threads for what would block the event loop, behind a bounded queue. */
final class Workers {
  private final WorkerExecutor executor;
  private final Semaphore admitted;

  Workers(Vertx vertx, String name, int threads, int maxWaiting) {
    executor = vertx.createSharedWorkerExecutor(name, threads);
    admitted = new Semaphore(threads + maxWaiting);
  }

  /** Runs the work, or fails at once with a 503 where too much waits already. */
  <T> Future<T> run(Callable<T> work) {
    if (!admitted.tryAcquire()) {
      return Future.failedFuture(ApiError.busy());
    }
    return executor
        .executeBlocking(work, false)
        .onComplete(done -> admitted.release())
        .map(Objects::requireNonNull);
  }

  Future<Void> close() {
    return executor.close();
  }
}
