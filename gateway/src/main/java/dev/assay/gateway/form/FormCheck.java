package dev.assay.gateway.form;

import io.vertx.core.Future;

/** Decides about the text of one form on its way to one provider. */
public interface FormCheck {
  /** Whether a value may go out as another one, so that the form's length is not known before. */
  boolean renames();

  /**
   * Looks at a text field. The form waits for it.
   *
   * @return the value to send; fails to refuse the form
   */
  Future<String> text(FormPiece.Text field);

  /**
   * Looks at what a file says of itself. The form waits for it.
   *
   * @return fails to refuse the form
   */
  Future<Void> file(FormPiece.FileHead file);
}
