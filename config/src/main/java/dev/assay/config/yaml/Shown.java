package dev.assay.config.yaml;

import java.util.regex.Pattern;

/** How text from a file may appear in a message: short, on one line, and never a credential. */
public final class Shown {
  private static final int MOST_CHARS = 60;

  /** Enough to know a credential that begins in what is shown; bounds the search. */
  private static final int MOST_CHARS_SEARCHED = 4 * MOST_CHARS;

  /**
   * Known forms of credentials: prefixed keys, PEM, JSON web tokens, and any long run that mixes
   * letters and digits as random tokens do.
   */
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "(?i)(sk|pk|rk|ghp|gho|ghs|xox[a-z]|hf|glpat)[-_][a-z0-9_-]{6,}"
              + "|AKIA[0-9A-Z]{12,}|-----BEGIN|eyJ[a-z0-9_-]{10,}|bearer\\s"
              + "|(?=[a-z+/_=-]*[0-9])(?=[0-9+/_=-]*[a-z])[a-z0-9+/_=-]{32,}");

  private Shown() {}

  /** The text in quotes, or a remark in its place. */
  public static String quoted(String text) {
    String head = text.substring(0, Math.min(text.length(), MOST_CHARS_SEARCHED));
    if (CREDENTIAL.matcher(head).find()) {
      return "[looks like a secret]";
    }
    StringBuilder shown = new StringBuilder("\"");
    text.codePoints()
        .limit(MOST_CHARS)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(shown::appendCodePoint);
    if (text.codePointCount(0, text.length()) > MOST_CHARS) {
      shown.append('…');
    }
    return shown.append('"').toString();
  }
}
