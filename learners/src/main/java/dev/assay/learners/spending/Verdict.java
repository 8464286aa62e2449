package dev.assay.learners.spending;

import java.util.Optional;

/**
 * Whether there is room for a request.
 *
 * @param waitNanos until what it lacks may be there
 * @param shortage the first thing it lacks, in the order of the standing's fields
 */
record Verdict(Standing standing, long waitNanos, Optional<Shortage> shortage) {
  static final Verdict ROOM = new Verdict(Standing.ROOM, 0, Optional.empty());
}
