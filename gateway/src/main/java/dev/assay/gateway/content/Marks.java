package dev.assay.gateway.content;

import dev.assay.learners.scan.Spot;
import java.util.List;

/**
 * Puts marks in the place of finds, piece by piece. In JSON that is written inside of a text, as a
 * call's arguments are, a find that is no string becomes one: it stays JSON.
 */
final class Marks {
  private final boolean json;
  private boolean inString;
  private boolean escaped;

  Marks(boolean json) {
    this.json = json;
  }

  /** For texts of this field. */
  static Marks in(String field) {
    return new Marks(field.equals("arguments") || field.equals("partial_json"));
  }

  /**
   * The next piece as it may be read.
   *
   * @param from where in the text it begins; pieces follow each other
   * @param spots at least those that are in it, in their order
   */
  String next(long from, String piece, List<Spot> spots) {
    long to = from + piece.length();
    StringBuilder out = new StringBuilder(piece.length());
    long at = from;
    for (Spot spot : spots) {
      if (spot.to() <= at || spot.from() >= to) {
        continue;
      }
      if (spot.from() >= at) {
        out.append(read(piece, (int) (at - from), (int) (spot.from() - from)));
        out.append(json && !inString ? "\"" + spot.mark() + "\"" : spot.mark());
        at = spot.from();
      }
      long end = Math.min(to, spot.to());
      read(piece, (int) (at - from), (int) (end - from));
      at = end;
    }
    return out.append(read(piece, (int) (at - from), piece.length())).toString();
  }

  /** Follows where strings begin and end. */
  private String read(String piece, int from, int to) {
    for (int i = from; json && i < to; i++) {
      char c = piece.charAt(i);
      boolean quote = c == '"' && !escaped;
      escaped = inString && c == '\\' && !escaped;
      inString ^= quote;
    }
    return piece.substring(from, to);
  }
}
