package dev.assay.learners.scan;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Characters a reader does not see but a model does (Unicode TR 36 and 39): zero-width and
 * bidirectional marks, tag characters, controls, private use, and words that mix look-alike
 * scripts.
 */
final class HiddenCharacters {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final Set<UnicodeScript> LOOK_ALIKE =
      EnumSet.of(UnicodeScript.LATIN, UnicodeScript.CYRILLIC, UnicodeScript.GREEK);

  private HiddenCharacters() {}

  /** The first one, described by its code point. */
  static Optional<String> find(String text) {
    int before = -1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isHidden(c) && !isJoiningLegitimately(c, before)) {
        return Optional.of(String.format(Locale.ROOT, "U+%04X", c));
      }
      before = c;
      i += Character.charCount(c);
    }
    return mixedWord(text);
  }

  /** The text without them, for rules that look for words. */
  static String strip(String text) {
    StringBuilder seen = new StringBuilder(text.length());
    text.codePoints().filter(c -> !isHidden(c)).forEach(seen::appendCodePoint);
    return seen.toString();
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      case Character.CONTROL -> c != '\n' && c != '\r' && c != '\t';
      default -> false;
    };
  }

  /** Emoji sequences and the scripts that need joiners would otherwise be unwritable. */
  private static boolean isJoiningLegitimately(int c, int before) {
    if (before < 0 || (c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER)) {
      return false;
    }
    boolean needsJoiners =
        switch (UnicodeScript.of(before)) {
          case ARABIC,
              DEVANAGARI,
              BENGALI,
              GUJARATI,
              GURMUKHI,
              KANNADA,
              MALAYALAM,
              SINHALA,
              TAMIL,
              TELUGU,
              MONGOLIAN,
              KHMER ->
              true;
          default -> false;
        };
    return needsJoiners
        || (c == ZERO_WIDTH_JOINER && (Character.isEmoji(before) && before > 0xFF))
        || before == 0xFE0F;
  }

  private static Optional<String> mixedWord(String text) {
    EnumSet<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (Character.isLetter(c)) {
        UnicodeScript script = UnicodeScript.of(c);
        if (LOOK_ALIKE.contains(script)) {
          scripts.add(script);
        }
        if (scripts.size() > 1) {
          return Optional.of("a word mixing " + scripts);
        }
      } else {
        scripts.clear();
      }
      i += Character.charCount(c);
    }
    return Optional.empty();
  }
}
