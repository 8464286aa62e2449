package dev.assay.gateway.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Words inside of a string that is not itself what a model reads: base64 (RFC 4648), {@code data:}
 * URLs (RFC 2397), percent-encoded URLs (RFC 3986).
 */
final class Encoded {
  /** Longer than any word: a string without a blank that is as long is no text. */
  private static final int NO_WORD_CHARS = 1_024;

  private static final Set<String> OF_BYTES = Set.of("data", "file_data", "b64_json", "result");
  private static final String DATA = "data:";
  private static final String BASE64 = ";base64";
  private static final String PDF = "%PDF-";

  private Encoded() {}

  /** What is to be looked through: the string itself where it is plain; empty for no words. */
  static String words(String field, String value) {
    if (value.regionMatches(true, 0, DATA, 0, DATA.length())) {
      return ofDataUrl(value);
    }
    if (value.contains("://")) {
      return value.chars().anyMatch(Character::isWhitespace) ? value : withPlain(value);
    }
    boolean isLong = value.length() >= NO_WORD_CHARS;
    if (!isLong && !OF_BYTES.contains(field)) {
      return value;
    }
    Optional<byte[]> bytes = decoded(value);
    if (bytes.isEmpty()) {
      return value;
    }
    String text = text(bytes.get()).orElse("");
    // A short one may as well be a number or a key that only looks like base64.
    return isLong ? text : text.isEmpty() ? value : value + "\n" + text;
  }

  private static String ofDataUrl(String value) {
    int comma = value.indexOf(',');
    String head = comma < 0 ? value : value.substring(0, comma);
    if (!head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
      return withPlain(value);
    }
    Optional<byte[]> bytes = decoded(plain(value.substring(comma + 1)));
    if (bytes.isEmpty()) {
      return value;
    }
    return head
        + "\n"
        + (isText(head)
            ? new String(bytes.get(), StandardCharsets.UTF_8)
            : text(bytes.get()).orElse(""));
  }

  private static boolean isText(String head) {
    String type = head.substring(DATA.length()).toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.startsWith(";")
        || type.contains("json")
        || type.contains("xml");
  }

  private static Optional<byte[]> decoded(String value) {
    String standard = value.replace('-', '+').replace('_', '/');
    try {
      return Optional.of(
          value.chars().anyMatch(Character::isWhitespace)
              ? decodedLines(standard)
              : Base64.getDecoder().decode(standard));
    } catch (IllegalArgumentException plain) {
      return Optional.empty();
    }
  }

  /** Base64 may come in lines, which no sentence looks like. */
  private static byte[] decodedLines(String value) {
    if (value.indexOf(' ') >= 0) {
      throw new IllegalArgumentException("words");
    }
    return Base64.getDecoder().decode(value.replaceAll("\\s", ""));
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean binary =
          text.startsWith(PDF)
              || text.chars()
                  .anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
      return binary ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException binary) {
      return Optional.empty();
    }
  }

  private static String withPlain(String value) {
    String plain = plain(value);
    return plain.equals(value) ? value : value + "\n" + plain;
  }

  private static String plain(String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      out.write(low < 0 ? bytes[i] : high * 16 + low);
      i += low < 0 ? 0 : 2;
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
