package dev.assay.gateway.dialect.json;

/**
 * A request says what the provider's API has no words for. Nothing was sent; the message tells the
 * client which field it is and what to do.
 */
public final class Untranslatable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * What stands where, and why not.
   *
   * @param field the field in the client's own words, as a path such as {@code tools[0].type}
   * @param message a sentence that says what to do
   */
  public Untranslatable(String field, String message) {
    super(message, null, false, false);
    this.field = field;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The field at fault, in the client's own words. */
  public String field() {
    return field;
  }
}
