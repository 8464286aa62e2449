package dev.assay.policies.judge;

/** A body cannot be read; nothing was judged or sent. */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * Refuses a body.
   *
   * @param message what is wrong and what is allowed
   * @param field the field at fault
   */
  Malformed(String message, String field) {
    super(message, null, false, false);
    this.field = field;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The field at fault. */
  public String field() {
    return field;
  }
}
