package dev.assay.learners.scan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One thing to look for in a text, by RE2 (linear in the text, whatever it says).
 *
 * @param anyOf the pattern is tried only where one of these stands, lower-case: most texts carry
 *     none, and looking for a word is cheap; empty tries always
 * @param confirmed what a match must also satisfy
 */
record TextRule(String code, Pattern pattern, List<String> anyOf, Predicate<String> confirmed) {

  static TextRule of(String code, String pattern, String... anyOf) {
    return new TextRule(code, Pattern.compile(pattern), List.of(anyOf), match -> true);
  }

  TextRule when(Predicate<String> check) {
    return new TextRule(code, pattern, anyOf, check);
  }

  /** The first confirmed match. */
  Optional<String> find(String text, String lowerCase) {
    if (!anyOf.isEmpty() && anyOf.stream().noneMatch(lowerCase::contains)) {
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(text);
    int from = 0;
    while (from <= text.length() && matcher.find(from)) {
      if (confirmed.test(matcher.group())) {
        return Optional.of(matcher.group());
      }
      from = Math.max(matcher.start() + 1, from + 1);
    }
    return Optional.empty();
  }
}
