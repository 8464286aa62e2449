package dev.assay.config.yaml;

import java.util.Locale;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says what is wrong with a line that is not YAML, without repeating the line. */
final class Syntax {
  private Syntax() {}

  /** Where to look: what is never closed is mended where it was opened, not where the file ends. */
  static int line(MarkedYAMLException broken) {
    Mark mark = broken.getProblemMark();
    if (broken.getContextMark() != null && isNeverClosed(words(broken))) {
      mark = broken.getContextMark();
    }
    return mark == null ? 0 : mark.getLine() + 1;
  }

  /**
   * The parser's own words, unless they could quote the file: a name after {@code &}, {@code *},
   * {@code !} or {@code %} is repeated in them, and might be a credential that lost its quotes.
   */
  static String describe(MarkedYAMLException broken) {
    String lower = words(broken);
    if (lower.contains("\\t")) {
      return "a tab where YAML wants spaces";
    }
    if (lower.contains("mapping values are not allowed")) {
      return "a second \": \" in one value (quote it, or mind the indentation)";
    }
    if (lower.contains("could not find expected ':'")) {
      return "a line without \": \" where a key should stand";
    }
    if (isNeverClosed(lower)) {
      return "a quote or bracket that is never closed";
    }
    if (lower.contains("expected <block end>")) {
      return "a line whose indentation fits nothing above it";
    }
    if (lower.contains("cannot start any token")) {
      return "a character that cannot start a value (quote the value)";
    }
    return "something YAML does not allow here";
  }

  private static boolean isNeverClosed(String words) {
    return words.contains("unexpected end of stream") || words.contains("expected ',' or");
  }

  private static String words(MarkedYAMLException broken) {
    return broken.getProblem() == null ? "" : broken.getProblem().toLowerCase(Locale.ROOT);
  }
}
