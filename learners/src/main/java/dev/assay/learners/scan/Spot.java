package dev.assay.learners.scan;

/**
 * Where something was found.
 *
 * @param what its form, such as {@code email}; never what it says
 * @param sought what it was found for
 * @param from its first character, counted from the beginning of the text
 * @param to the character after it
 */
public record Spot(String what, Sought sought, long from, long to) {
  /** What stands in its place. */
  public String mark() {
    return "[redacted:" + what + "]";
  }

  Spot to(long end) {
    return new Spot(what, sought, from, end);
  }
}
