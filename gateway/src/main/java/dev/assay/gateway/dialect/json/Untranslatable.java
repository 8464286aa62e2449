package dev.assay.gateway.dialect.json;

/**
 * A request says what the provider's API has no words for, or what its own API has no meaning for.
 * Nothing was sent; the message tells the client which field it is and what to do.
 */
public final class Untranslatable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final boolean malformed;

  /**
   * What stands where, and why not.
   *
   * @param field the field in the client's own words, as a path such as {@code tools[0].type}
   * @param message a sentence that says what to do
   */
  public Untranslatable(String field, String message) {
    this(field, message, false);
  }

  private Untranslatable(String field, String message, boolean malformed) {
    super(message, null, false, false);
    this.field = field;
    this.malformed = malformed;
  }

  /** What no provider of the client's own API would take either. */
  static Untranslatable malformed(String field, String what) {
    return new Untranslatable(field, "'" + field + "' " + what + ".", true);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Whether the request is wrong in itself, whoever is to answer it. */
  public boolean malformed() {
    return malformed;
  }

  /** The field at fault, in the client's own words. */
  public String field() {
    return field;
  }
}
