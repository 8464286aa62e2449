package dev.assay.policies.judge;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An engine that always gives the decision it was made with. */
record OneDecision(Decision decision) implements PolicyEngine {
  @Override
  @SuppressWarnings("unchecked") // the tests ask with facts of the decision's own kind
  public <D extends Decision> CompletionStage<D> judge(Facts<D> facts) {
    return CompletableFuture.completedFuture((D) decision);
  }

  @Override
  public void close() {}
}
