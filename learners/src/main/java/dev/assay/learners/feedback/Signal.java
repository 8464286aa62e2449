package dev.assay.learners.feedback;

/** What was said. */
public sealed interface Signal {
  /** The word policy knows it by: {@code boolean}, {@code float}, {@code comment}, … */
  String word();

  /** A thumb. */
  record Bool(boolean value) implements Signal {
    @Override
    public String word() {
      return "boolean";
    }
  }

  /** A score; finite. */
  record Score(double value) implements Signal {
    public Score {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a score is a finite number");
      }
    }

    @Override
    public String word() {
      return "float";
    }
  }

  /** Free text. */
  record Comment(String text) implements Signal {
    public Comment {
      text = bounded(text);
    }

    @Override
    public String word() {
      return "comment";
    }
  }

  /** What the answer should have been. */
  record Demonstration(String text) implements Signal {
    public Demonstration {
      text = bounded(text);
    }

    @Override
    public String word() {
      return "demonstration";
    }
  }

  /** Longest text of a signal, in UTF-16 units. */
  int MAX_TEXT_CHARS = 32_768;

  private static String bounded(String text) {
    if (text.isBlank() || text.length() > MAX_TEXT_CHARS) {
      throw new IllegalArgumentException(
          "a comment or demonstration is 1 to " + MAX_TEXT_CHARS + " characters");
    }
    return text;
  }
}
