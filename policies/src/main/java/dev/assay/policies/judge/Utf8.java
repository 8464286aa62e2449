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

  static void require(byte[] raw) throws ChatParser.Malformed {
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
      throw new ChatParser.Malformed(
          "The body is not JSON in UTF-8 without a byte order mark.", "body");
    }
  }
}
