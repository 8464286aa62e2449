package dev.assay.config.yaml;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a text may look like.
 *
 * @param allowed in words, to follow "expected"
 */
public record TextRule(String allowed, Predicate<String> test) {

  /** Text that a pattern matches as a whole. Keep the pattern free of backtracking. */
  public static TextRule matching(String pattern, String allowed) {
    return new TextRule(allowed, Pattern.compile(pattern).asMatchPredicate());
  }

  /** Whether the text is allowed. */
  public boolean allows(String text) {
    return test.test(text);
  }
}
