package dev.assay.gateway.form;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What was found next in a form. All pieces together are the form's bytes, in order: each {@link
 * Text} is there as {@code with(value)}.
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
public sealed interface FormPiece {
  /** Bytes that nobody has to look at: of files, or between the parts. */
  record Passing(byte[] bytes) implements FormPiece {}

  /** A file begins; its bytes follow as {@link Passing}. */
  record FileHead(String name, byte[] bytes) implements FormPiece {}

  /**
   * A whole text field.
   *
   * @param head from its delimiter to the empty line before its value
   * @param json whether it says that its value is JSON
   */
  record Text(String name, String value, boolean json, byte[] head) implements FormPiece {
    /** The field's bytes, with this value in place of its own. */
    public byte[] with(String other) {
      byte[] said = (other + "\r\n").getBytes(StandardCharsets.UTF_8);
      byte[] all = Arrays.copyOf(head, head.length + said.length);
      System.arraycopy(said, 0, all, head.length, said.length);
      return all;
    }
  }
}
