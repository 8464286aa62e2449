package dev.assay.learners.scan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One form of secret or personal data.
 *
 * @param what a short name, shown in place of what was found
 * @param anyOf a long text is only searched if one of these stands in it, lower-case
 * @param confirmed how many characters of a match are meant; 0 if it only looks like one
 * @param rest how it may go on after the match; null when the match is all
 */
record SensitiveForm(
    String what,
    Pattern pattern,
    String beginning,
    int longest,
    List<String> anyOf,
    ToIntFunction<String> confirmed,
    @Nullable Rest rest) {
  /** Shorter texts are searched at once. */
  private static final int WORTH_A_LOOK_CHARS = 256;

  /** A form that stands at the beginning of a word. */
  static SensitiveForm of(String what, Shape shape, String... anyOf) {
    return of(what, "\\b", shape, "", anyOf);
  }

  /** A form that is also ended by the end of a word. */
  static SensitiveForm ended(String what, Shape shape, String... anyOf) {
    return of(what, "\\b", shape, "\\b", anyOf);
  }

  /** A form with these assertions before and after it. */
  static SensitiveForm of(String what, String before, Shape shape, String after, String... anyOf) {
    return new SensitiveForm(
        what,
        Pattern.compile("(?i)" + before + "(?:" + shape.pattern() + ")" + after),
        before + "(?:" + shape.beginnings() + ")",
        shape.longest(),
        List.of(anyOf),
        String::length,
        null);
  }

  SensitiveForm when(ToIntFunction<String> check) {
    return new SensitiveForm(what, pattern, beginning, longest, anyOf, check, rest);
  }

  SensitiveForm then(Rest more) {
    return new SensitiveForm(what, pattern, beginning, longest, anyOf, confirmed, more);
  }

  /** Where what is meant begins and ends. The label before it, if any, belongs to neither. */
  record Found(SensitiveForm form, int start, int from, int to) {}

  boolean mayStandIn(CharSequence text, String lowerCase) {
    return text.length() < WORTH_A_LOOK_CHARS || anyOf.stream().anyMatch(lowerCase::contains);
  }

  /** The first confirmed match from there on; null if there is none. */
  @Nullable Found find(CharSequence text, int from) {
    Matcher matcher = pattern.matcher(text);
    int at = from;
    while (at <= text.length() && matcher.find(at)) {
      int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
      int meant = confirmed.applyAsInt(matcher.group(group));
      if (meant > 0) {
        int begin = matcher.start(group);
        return new Found(this, matcher.start(), begin, begin + meant);
      }
      at = matcher.start() + 1;
    }
    return null;
  }
}
