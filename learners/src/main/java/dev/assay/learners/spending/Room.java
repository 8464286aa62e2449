package dev.assay.learners.spending;

/**
 * Where a limit of so many a minute stands.
 *
 * @param remaining how many may come at once
 * @param resetNanos until all of the limit may come at once again
 */
public record Room(int limit, long remaining, long resetNanos) {
  /** The one of both that leaves less. */
  static Room tighter(Room one, Room other) {
    return other.remaining() < one.remaining() ? other : one;
  }
}
