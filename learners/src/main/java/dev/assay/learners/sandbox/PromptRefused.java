package dev.assay.learners.sandbox;

/** Input the sandbox model does not take, with what to change. */
public final class PromptRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  public PromptRefused(String field, String message) {
    super(message);
    this.field = field;
  }

  /** The field of the request that is to blame. */
  public String field() {
    return field;
  }
}
