package dev.assay.learners.journal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * That something was found in what passed through: its kind and its place, never what it says.
 *
 * @param rule its form, such as {@code email}, {@code secret} or {@code injection}
 * @param place such as {@code messages[2].content} or {@code answer.choices[0].delta.content}
 */
public record ContentFinding(String rule, String place, Action action) {
  /** What was done about it, from the loosest to the strictest. */
  public enum Action {
    FLAGGED,
    REDACTED,
    BLOCKED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
