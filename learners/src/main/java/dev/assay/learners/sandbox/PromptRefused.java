package dev.assay.learners.sandbox;

/** Input the sandbox model does not take, with what to change. */
public final class PromptRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String advice;

  public PromptRefused(String field, String message) {
    super(message);
    this.field = field;
    this.advice = message;
  }

  /** What is wrong and what to change. */
  public String advice() {
    return advice;
  }

  /** The field of the request that is to blame. */
  public String field() {
    return field;
  }
}
