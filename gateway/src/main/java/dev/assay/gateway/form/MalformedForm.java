package dev.assay.gateway.form;

/** A form that two readers could read in two ways, or that is larger than is looked through. */
public final class MalformedForm extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what to do about it. */
  public MalformedForm(String message) {
    super("The form can't be passed on: " + message);
  }
}
