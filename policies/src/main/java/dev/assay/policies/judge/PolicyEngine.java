package dev.assay.policies.judge;

import java.util.concurrent.CompletionStage;

/**
 * Judges facts. Never blocks the caller; fails the stage with {@link PolicyUnavailable} when no
 * answer can be had, which refuses whatever was asked.
 */
public interface PolicyEngine extends AutoCloseable {
  <D extends Decision> CompletionStage<D> judge(Facts<D> facts);

  @Override
  void close();
}
