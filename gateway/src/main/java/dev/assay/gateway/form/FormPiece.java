package dev.assay.gateway.form;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

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
    private static final Pattern LENGTH = Pattern.compile("\r\n(?i:content-length):[^\r]*");

    /** The field's bytes, with this value in place of its own. */
    public byte[] with(String other) {
      byte[] said = (other + "\r\n").getBytes(StandardCharsets.UTF_8);
      byte[] its = other.equals(value) ? head : withoutLength(head);
      byte[] all = Arrays.copyOf(its, its.length + said.length);
      System.arraycopy(said, 0, all, its.length, said.length);
      return all;
    }

    private static byte[] withoutLength(byte[] head) {
      String lines = new String(head, StandardCharsets.ISO_8859_1);
      return LENGTH.matcher(lines).replaceAll("").getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
