package dev.assay.learners.evaluation;

import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.tenant.TenantPolicy;

/** Measures a candidate. Blocks, for minutes perhaps: call it on a virtual thread. */
public interface Evaluator {
  /**
   * Measures the candidate against live, the best former release and the frozen base.
   *
   * @param live the release the candidate would replace
   * @throws EvaluationFailed when the holdout could not be answered, with what to do about it
   */
  Evaluation evaluate(TenantPolicy policy, ServingRelease live, ServingRelease candidate);
}
