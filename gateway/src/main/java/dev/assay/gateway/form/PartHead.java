package dev.assay.gateway.form;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a part's headers say of it.
 *
 * @param file whether it has a filename, and so is bytes
 * @param json whether it says that it is JSON
 * @param length of its content, where it tells that
 */
record PartHead(String name, boolean file, boolean json, OptionalLong length) {
  static final int MAX_BYTES = 8 * 1024;
  private static final int MAX_LINES = 16;
  private static final int MAX_NAME_CHARS = 256;

  /** Dots for all characters: a name in UTF-8 may hold the byte 0x85, a line end in Latin-1. */
  private static final Pattern LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)", Pattern.DOTALL);

  /**
   * {@code name*} and {@code filename*} (RFC 5987) are taken by some readers before the plain ones
   * and by others not at all; an escaped quote ends a name for some and not for others.
   */
  private static final Pattern DISPOSITION =
      Pattern.compile(
          "(?i:form-data)[ \t]*;[ \t]*(?i:name)=\"([^\"\\\\]*)\""
              + "(?:[ \t]*;[ \t]*(?i:filename)=\"((?:[^\"\\\\]++|\\\\(?!\"))*+)\")?[ \t]*");

  private static final Pattern TYPE =
      Pattern.compile(
          "([A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+)[ \t]*(?:;[ \t]*([A-Za-z]+)=\"?([A-Za-z0-9._-]+)\"?)?[ \t]*");

  /** Encodings that change no byte (RFC 2045). */
  private static final Set<String> PLAIN = Set.of("7bit", "8bit", "binary");

  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,17}");

  private static final Set<String> CHARSETS = Set.of("utf-8", "us-ascii");

  /** Of header lines, without the line end of the last. */
  static PartHead read(byte[] bytes) throws MalformedForm {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String[] lines = text.split("\r\n", -1);
    if (lines.length > MAX_LINES) {
      throw new MalformedForm("a part has more than " + MAX_LINES + " headers.");
    }
    Optional<Matcher> disposition = Optional.empty();
    Optional<Matcher> type = Optional.empty();
    OptionalLong length = OptionalLong.empty();
    for (String line : lines) {
      Matcher header = LINE.matcher(line);
      if (!header.matches() || line.chars().anyMatch(PartHead::isControl)) {
        throw new MalformedForm("a part has a header that is not one line of name and value.");
      }
      String value = header.group(2);
      switch (header.group(1).toLowerCase(Locale.ROOT)) {
        case "content-disposition" -> disposition = once(disposition, DISPOSITION, value);
        case "content-type" -> type = once(type, TYPE, value);
        case "content-transfer-encoding" -> requirePlain(value);
        case "content-length" -> length = length(length, value.strip());
        default -> {} // says nothing of what the part is
      }
    }
    return of(disposition, type, length);
  }

  private static OptionalLong length(OptionalLong before, String value) throws MalformedForm {
    if (before.isPresent() || !LENGTH.matcher(value).matches()) {
      throw new MalformedForm("a part's content-length is no number, or comes twice.");
    }
    return OptionalLong.of(Long.parseLong(value));
  }

  private static PartHead of(
      Optional<Matcher> disposition, Optional<Matcher> type, OptionalLong length)
      throws MalformedForm {
    Matcher said =
        disposition.orElseThrow(() -> new MalformedForm("a part has no content-disposition."));
    String name = said.group(1);
    if (name.isEmpty()
        || name.length() > MAX_NAME_CHARS
        || name.equals("_charset_")
        || !name.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new MalformedForm(
          "a part's name is not 1 to " + MAX_NAME_CHARS + " printable ASCII characters.");
    }
    boolean file = said.group(2) != null;
    if (file && said.group(2).isEmpty()) {
      // Bytes to some readers, and text to others.
      throw new MalformedForm("the part '" + name + "' has an empty filename.");
    }
    String media = type.map(it -> it.group(1).toLowerCase(Locale.ROOT)).orElse("text/plain");
    boolean charset =
        type.map(it -> it.group(2))
            .map(parameter ->
                parameter.equalsIgnoreCase("charset")
                    && CHARSETS.contains(type.get().group(3).toLowerCase(Locale.ROOT)))
            .orElse(true);
    if (media.startsWith("multipart/") || media.startsWith("message/") || (!file && !charset)) {
      throw new MalformedForm("the part '" + name + "' holds parts, or text that is not UTF-8.");
    }
    return new PartHead(
        name, file, media.equals("application/json") || media.endsWith("+json"), length);
  }

  private static Optional<Matcher> once(Optional<Matcher> before, Pattern form, String value)
      throws MalformedForm {
    Matcher found = form.matcher(value);
    if (before.isPresent() || !found.matches()) {
      throw new MalformedForm(
          "a part's content-disposition is not form-data; name=\"…\" with or without"
              + " filename=\"…\", or its content-type has another form, or one of them comes twice.");
    }
    return Optional.of(found);
  }

  private static void requirePlain(String encoding) throws MalformedForm {
    if (!PLAIN.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
      throw new MalformedForm("a part is encoded: send its bytes as they are.");
    }
  }

  private static boolean isControl(int c) {
    return (c < ' ' && c != '\t') || c == 127;
  }
}
