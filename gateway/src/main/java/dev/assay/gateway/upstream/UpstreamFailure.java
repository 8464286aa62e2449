package dev.assay.gateway.upstream;

import dev.assay.config.Fault;
import dev.assay.gateway.provider.Unsendable;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

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
    /** Failed too often lately, or no connection is free: not tried. */
    RESTING,
    /** It limits every key that there is for it: not tried. */
    LIMITED,
    /** It has no words for the request: not tried. */
    UNSENDABLE,
    /** It is wrong in itself, and was found so where it was put into other words: not tried. */
    MALFORMED,
    /** The client's own timeout is over. */
    OUT_OF_TIME,
    /** The client went: nobody waits for the answer. */
    RECALLED,
    /** The client stopped sending its body. */
    STALLED,
    /** The client's body is larger than the limit. */
    TOO_LARGE;

    /** The word used in the journal. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it only has to be waited for. */
    boolean rests() {
      return this == RESTING || this == LIMITED;
    }
  }

  private final Kind kind;
  private final OptionalLong waitMillis;
  private final Optional<String> field;

  public UpstreamFailure(Kind kind, String message) {
    this(kind, message, OptionalLong.empty());
  }

  /**
   * Says when to try again.
   *
   * @param waitMillis until it may go better; empty when nobody knows
   */
  UpstreamFailure(Kind kind, String message, OptionalLong waitMillis) {
    this(kind, message, waitMillis, Optional.empty());
  }

  private UpstreamFailure(
      Kind kind, String message, OptionalLong waitMillis, Optional<String> field) {
    super(message, null, false, false);
    this.kind = kind;
    this.waitMillis = waitMillis;
    this.field = field;
  }

  /** Of a request that the provider has no words for. */
  static UpstreamFailure of(Unsendable unsendable) {
    return new UpstreamFailure(
        unsendable.malformed() ? Kind.MALFORMED : Kind.UNSENDABLE,
        unsendable.getMessage(),
        OptionalLong.empty(),
        unsendable.field());
  }

  /**
   * The field of the request that is at fault, where it is {@link Kind#UNSENDABLE} or {@link
   * Kind#MALFORMED}.
   */
  public Optional<String> field() {
    return field;
  }

  /** Until it may go better, in whole seconds; empty when nobody knows. */
  public OptionalLong retryAfterSeconds() {
    return waitMillis.isPresent()
        ? OptionalLong.of(Math.max(1, Math.ceilDiv(waitMillis.getAsLong(), 1000L)))
        : OptionalLong.empty();
  }

  OptionalLong waitMillis() {
    return waitMillis;
  }

  /** What kind of fault it is; empty when it is none of the provider's. */
  Optional<Fault> fault() {
    return switch (kind) {
      case UNREACHABLE -> Optional.of(Fault.UNREACHABLE);
      case TIMEOUT -> Optional.of(Fault.TIMEOUT);
      case BROKEN, UNREADABLE -> Optional.of(Fault.BROKEN);
      case RESTING, LIMITED, UNSENDABLE, MALFORMED, OUT_OF_TIME, RECALLED, STALLED, TOO_LARGE ->
          Optional.empty();
    };
  }

  public Kind kind() {
    return kind;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
