package dev.assay.learners.credentials;

/** A secret on its way to the only one who will ever see it. It does not print. */
public final class OneTimeSecret {
  private final String text;

  OneTimeSecret(String text) {
    this.text = text;
  }

  /** The secret itself: to be handed over, never logged or stored. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
