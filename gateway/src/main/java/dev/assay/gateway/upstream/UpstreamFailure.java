package dev.assay.gateway.upstream;

/** A provider could not be reached, or broke off. */
public final class UpstreamFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, as far as it matters for what to do next. */
  public enum Kind {
    /** No connection: the provider never saw the request. */
    UNREACHABLE,
    /** Connected, and silent past the deadline. */
    TIMEOUT,
    /** The connection broke. */
    BROKEN,
    /** The answer is larger than the limit, or not what was asked for. */
    UNREADABLE,
    /** Failed too often lately: not tried. */
    RESTING,
    /** The client went: nobody waits for the answer. */
    RECALLED
  }

  private final Kind kind;

  public UpstreamFailure(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
