package dev.assay.gateway.provider;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that a provider's API has no words for; another target's may. */
public final class Unsendable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String field;
  private final boolean malformed;

  /**
   * Says what has no words there.
   *
   * @param message a sentence that says what to do
   * @param field the field of the request; null when it is none in particular
   */
  public Unsendable(String message, @Nullable String field) {
    this(message, field, false);
  }

  /**
   * Says whether it is the request's own fault.
   *
   * @param malformed whether it is wrong in itself, whoever is to answer it
   */
  public Unsendable(String message, @Nullable String field, boolean malformed) {
    super(message, null, false, false);
    this.field = field;
    this.malformed = malformed;
  }

  /** Whether it is wrong in itself. */
  public boolean malformed() {
    return malformed;
  }

  /** The field of the request that it is about. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
