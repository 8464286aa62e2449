package dev.assay.config;

import java.util.Locale;

/**
 * A metric that apps report: what its values are, what it is about, and which way is better.
 *
 * @param name as feedback names it
 */
public record FeedbackMetric(String name, Type type, Level level, Optimize optimize) {
  /** What a value is. */
  public enum Type {
    BOOLEAN,
    FLOAT;

    /** The word used in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is rated: one exchange, or all exchanges of a task. */
  public enum Level {
    INFERENCE,
    EPISODE;

    /** The word used in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which values are better. */
  public enum Optimize {
    MAX,
    MIN;

    /** The word used in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
