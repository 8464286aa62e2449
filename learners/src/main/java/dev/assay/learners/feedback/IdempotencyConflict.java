package dev.assay.learners.feedback;

/** The idempotency key was used before for something else. */
public final class IdempotencyConflict extends RuntimeException {
  public IdempotencyConflict() {
    super("this idempotency key was used for other feedback: send a new key for a new signal");
  }
}
