package dev.assay.gateway.client;

/** A command that can't be done, in words for who gave it. Printed without a stack trace. */
public final class Complaint extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  public Complaint(String message, String code) {
    super(message, null, false, false);
    this.code = code;
  }

  /** The error's stable name. */
  public String code() {
    return code;
  }
}
