package dev.assay.learners.learning;

/** A learner could not finish, through no fault of the window; the message says what to do. */
public final class LearningFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LearningFailed(String message) {
    super(message);
  }

  public LearningFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
