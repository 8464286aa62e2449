package dev.assay.policies.judge;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Refuses what is not UTF-8 as RFC 8259 wants it. The JSON parser alone would not: it guesses
 * UTF-16 and UTF-32 from zero bytes and reads overlong forms, in which a provider may see another
 * name than policy saw.
 */
final class Utf8 {
  private static final int CHUNK_CHARS = 4096;

  private Utf8() {}

  static void require(byte[] raw) throws Malformed {
    CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(raw);
    CharBuffer chars = CharBuffer.allocate(Math.min(raw.length, CHUNK_CHARS) + 1);
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      chars.clear();
      result = strict.decode(bytes, chars, true);
    }
    boolean marked = raw.length > 0 && raw[0] == (byte) 0xEF;
    boolean wide = raw.length > 1 && (raw[0] == 0 || raw[1] == 0);
    if (result.isError() || marked || wide) {
      throw new Malformed("The body is not JSON in UTF-8 without a byte order mark.", "body");
    }
    requirePairs(raw);
  }

  /**
   * Half a character, written as an escape, would be another text to each reader (RFC 8259, 8.2).
   */
  private static void requirePairs(byte[] raw) throws Malformed {
    boolean high = false;
    for (int i = 0; i < raw.length; i++) {
      int unit = -1;
      if (raw[i] == '\\') {
        unit = escaped(raw, i);
        i += unit < 0 ? 1 : 5;
      }
      boolean low = unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
      if (high != low) {
        throw new Malformed(
            "The body has half a surrogate pair in an escape: write both halves, or the character.",
            "body");
      }
      high = unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
    }
  }

  /** The UTF-16 unit of an escape; -1 for another kind of escape. */
  private static int escaped(byte[] raw, int at) {
    if (at + 5 >= raw.length || raw[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(raw[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit * 16 + digit;
    }
    return unit;
  }
}
