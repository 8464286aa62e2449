package dev.assay.config.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that was probably meant, by edit distance (Levenshtein 1966). */
public final class Nearest {
  private static final int LONGEST_WORD_CHARS = 64;

  private Nearest() {}

  /** The known word closest to this one, if any is close enough to be a slip. */
  public static Optional<String> to(String word, Collection<String> known) {
    if (word.length() > LONGEST_WORD_CHARS) {
      return Optional.empty();
    }
    int tolerated = Math.max(2, word.length() / 3);
    return known.stream()
        .filter(candidate -> candidate.length() <= LONGEST_WORD_CHARS)
        .filter(candidate -> distance(word, candidate) <= tolerated)
        .min(Comparator.comparingInt((String candidate) -> distance(word, candidate)));
  }

  private static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced =
            previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, Math.min(previous[column], current[column - 1]) + 1);
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
