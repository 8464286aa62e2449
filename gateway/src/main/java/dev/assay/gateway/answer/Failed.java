package dev.assay.gateway.answer;

/** Carries an {@link ApiError} through a future. It has no stack trace: it is an answer. */
public final class Failed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  public Failed(ApiError error) {
    super(error.code(), null, false, false);
    this.error = error;
  }

  public ApiError error() {
    return error;
  }
}
