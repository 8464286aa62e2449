package dev.assay.learners.scan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Instructions inside what a tool brought back, where only data belongs. Of {@link
 * PosedInstructions} those that hardly occur in pages, code and logs.
 */
public final class PosedMarkers {
  /** What stands in the place of one. */
  public static final String MARK = "[redacted:injection]";

  private static final TextRule CONTROL_TOKENS =
      TextRule.of(
          "role_marker",
          "(?i)<\\|[a-z_ ]{2,30}\\|>|\\[/?INST\\]|<</?SYS>>|<(?:start|end)_of_turn>",
          "<",
          "[");

  private static final List<TextRule> RULES = rules();

  private PosedMarkers() {}

  private static List<TextRule> rules() {
    List<TextRule> rules = new ArrayList<>(List.of(CONTROL_TOKENS));
    PosedInstructions.RULES.stream()
        .filter(rule -> rule.code().equals("instruction"))
        .forEach(rules::add);
    return List.copyOf(rules);
  }

  /** Whether there is any, as a model would read the text. */
  public static boolean stand(String text) {
    return standIn(text) || (!isAscii(text) && standIn(Scans.read(text)));
  }

  /** The text without them; only the mark where they can't be told from the rest of it. */
  public static String redacted(String text) {
    String left = text;
    for (TextRule rule : RULES) {
      left = without(rule.pattern(), left);
    }
    return stand(left) ? MARK : left;
  }

  private static String without(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (matcher.find()) {
      out.append(text, from, matcher.start()).append(MARK);
      from = matcher.end();
    }
    return from == 0 ? text : out.append(text, from, text.length()).toString();
  }

  private static boolean standIn(String text) {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    return RULES.stream().anyMatch(rule -> rule.find(text, lowerCase).isPresent());
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}
