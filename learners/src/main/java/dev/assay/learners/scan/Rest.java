package dev.assay.learners.scan;

import java.util.function.IntPredicate;

/**
 * How a find goes on after the part that tells what it is; it may be longer than any look-ahead.
 */
sealed interface Rest {
  /** As long as its characters are of a set. */
  record While(IntPredicate set) implements Rest {}

  /**
   * To the end of this text.
   *
   * @param end its first character stands nowhere else in it
   * @param maxChars where the end does not come
   */
  record Until(String end, int maxChars) implements Rest {}

  /** Goes through the rest of one find as the text comes in. */
  final class Reader {
    private final Rest rest;
    private int matched;
    private int read;

    Reader(Rest rest) {
      this.rest = rest;
    }

    /** Whether this next character belongs to the find. */
    boolean takes(char next) {
      return switch (rest) {
        case While(IntPredicate set) -> set.test(next);
        case Until(String end, int maxChars) -> {
          if (matched == end.length() || read == maxChars) {
            yield false;
          }
          read++;
          matched = next == end.charAt(matched) ? matched + 1 : next == end.charAt(0) ? 1 : 0;
          yield true;
        }
      };
    }
  }
}
