package dev.assay.learners.evaluation;

import dev.assay.policies.canonical.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The form in which an answer and a label are compared: an answer is right when both have the same.
 * Case, white space, underscores and punctuation at the end are how models and people write, not
 * what they mean.
 */
public final class AnswerText {
  private static final String TRAILING = ".,;:!?…。\"'`";

  private AnswerText() {}

  /** The compared form. Applying it twice changes nothing more. */
  public static String normal(String text) {
    StringBuilder normal = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '_' || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        gap = !normal.isEmpty();
      } else {
        if (gap) {
          normal.append(' ');
          gap = false;
        }
        normal.append(c);
      }
    }
    int end = normal.length();
    while (end > 0 && (normal.charAt(end - 1) == ' ' || isTrailing(normal.charAt(end - 1)))) {
      end--;
    }
    // Upper between: it is what makes ß and SS, ς and σ one. Lower first: ẞ has no upper form.
    return normal
        .substring(0, end)
        .toLowerCase(Locale.ROOT)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  /** Names the compared form without keeping it. */
  static String fingerprint(String text) {
    return Digest.of(normal(text).getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static boolean isTrailing(char c) {
    return TRAILING.indexOf(c) >= 0;
  }
}
