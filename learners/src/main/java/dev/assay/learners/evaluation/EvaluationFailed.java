package dev.assay.learners.evaluation;

/** A candidate could not be measured; nothing is known about it, so nothing may follow. */
public final class EvaluationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EvaluationFailed(String message) {
    super(message);
  }
}
