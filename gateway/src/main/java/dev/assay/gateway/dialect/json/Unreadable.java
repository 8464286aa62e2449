package dev.assay.gateway.dialect.json;

/**
 * A provider's answer is not what its API promises, or holds what the client's has no words for.
 */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  public Unreadable(String message) {
    super(message, null, false, false);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
