package dev.assay.policies.judge;

/** No decision could be had: the engine is down, late, or answered with something else. */
public final class PolicyUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PolicyUnavailable(String message) {
    super(message);
  }

  public PolicyUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
