package dev.assay.learners.scan;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a piece of text looks like. From the same description follow the pattern that finds it and
 * the pattern of its beginnings: whoever reads a text in parts must know whether what it has so far
 * could become a match. Every shape has a longest length.
 */
sealed interface Shape {
  /** RE2 syntax. */
  String pattern();

  /** Matches what every match begins with, from its first character to the whole of it. */
  String beginnings();

  /** The most characters that it matches. */
  int longest();

  /** Exactly this. */
  record Word(String text) implements Shape {
    @Override
    public String pattern() {
      return Pattern.quote(text);
    }

    @Override
    public String beginnings() {
      StringBuilder nested = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        nested.append("(?:").append(Pattern.quote(text.substring(i, i + 1)));
      }
      return nested.append(")?".repeat(text.length() - 1)).append(")").toString();
    }

    @Override
    public int longest() {
      return text.length();
    }
  }

  /**
   * So many characters of a set.
   *
   * @param set as it stands between brackets
   */
  record Run(String set, int min, int max) implements Shape {
    @Override
    public String pattern() {
      return "[" + set + "]{" + min + "," + max + "}";
    }

    @Override
    public String beginnings() {
      return "[" + set + "]{1," + max + "}";
    }

    @Override
    public int longest() {
      return max;
    }
  }

  /** One after the other. */
  record Row(List<Shape> parts) implements Shape {
    @Override
    public String pattern() {
      return parts.stream().map(Shape::pattern).collect(Collectors.joining());
    }

    @Override
    public String beginnings() {
      StringBuilder nested = new StringBuilder();
      for (int i = 0; i < parts.size() - 1; i++) {
        nested.append("(?:").append(parts.get(i).beginnings()).append('|');
        nested.append(parts.get(i).pattern());
      }
      nested.append(parts.getLast().beginnings());
      return nested.append(")".repeat(parts.size() - 1)).toString();
    }

    @Override
    public int longest() {
      return parts.stream().mapToInt(Shape::longest).sum();
    }
  }

  /** One of them. */
  record Either(List<Shape> parts) implements Shape {
    @Override
    public String pattern() {
      return parts.stream().map(Shape::pattern).collect(Collectors.joining("|", "(?:", ")"));
    }

    @Override
    public String beginnings() {
      return parts.stream().map(Shape::beginnings).collect(Collectors.joining("|", "(?:", ")"));
    }

    @Override
    public int longest() {
      return parts.stream().mapToInt(Shape::longest).max().orElse(0);
    }
  }

  /** So many times. */
  record Times(Shape part, int min, int max) implements Shape {
    @Override
    public String pattern() {
      return "(?:" + part.pattern() + "){" + min + "," + max + "}";
    }

    @Override
    public String beginnings() {
      return "(?:" + part.pattern() + "){0," + (max - 1) + "}" + part.beginnings();
    }

    @Override
    public int longest() {
      return max * part.longest();
    }
  }

  /** What is meant, where the rest only tells what it is: the value behind a label. */
  record Meant(Shape part) implements Shape {
    @Override
    public String pattern() {
      return "(" + part.pattern() + ")";
    }

    @Override
    public String beginnings() {
      return part.beginnings();
    }

    @Override
    public int longest() {
      return part.longest();
    }
  }

  static Shape word(String text) {
    return new Word(text);
  }

  static Shape run(String set, int count) {
    return new Run(set, count, count);
  }

  static Shape run(String set, int min, int max) {
    return new Run(set, min, max);
  }

  static Shape row(Shape... parts) {
    return new Row(List.of(parts));
  }

  static Shape either(String... words) {
    return new Either(List.of(words).stream().map(Shape::word).toList());
  }

  static Shape either(Shape... parts) {
    return new Either(List.of(parts));
  }

  static Shape maybe(Shape part) {
    return new Times(part, 0, 1);
  }
}
