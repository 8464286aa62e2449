package dev.assay.learners.changes;

/** A proposal, vote or return to a former release that is not taken; says what to do. */
public final class ChangeRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  ChangeRefused(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The reason's stable name, lower-case with underscores. */
  public String code() {
    return code;
  }
}
