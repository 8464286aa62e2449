package dev.assay.policies.engine;

import dev.assay.policies.judge.PolicyUnavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Makes every way in which waiting for a decision fails one that refuses. */
final class Late {
  private Late() {}

  static PolicyUnavailable unavailable() {
    return new PolicyUnavailable("The policy was not judged in time; retry shortly.");
  }

  /** For {@code exceptionallyCompose}: fails with {@link PolicyUnavailable}, whatever happened. */
  static <D> CompletionStage<D> stage(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : failure;
    return CompletableFuture.failedStage(
        switch (cause) {
          case PolicyUnavailable unavailable -> unavailable;
          case TimeoutException late -> unavailable();
          default -> new PolicyUnavailable("The policy could not be judged.", cause);
        });
  }
}
