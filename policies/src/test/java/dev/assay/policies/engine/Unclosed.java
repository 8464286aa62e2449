package dev.assay.policies.engine;

import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.PolicyEngine;
import java.util.concurrent.CompletionStage;

/** Shared by the tests of a class, so that none of them closes it. */
record Unclosed(EmbeddedEngine shared) implements PolicyEngine {
  @Override
  public <D extends Decision> CompletionStage<D> judge(Facts<D> facts) {
    return shared.judge(facts);
  }

  @Override
  public void close() {}
}
