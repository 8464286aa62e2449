package dev.assay.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Gathers the problems of one file, so that a person mends them all in one go. */
public final class Problems {
  /** Beyond this a file is not mistyped but of another kind; more lines would not help. */
  private static final int MOST = 100;

  private final String file;
  private final List<Problem> found = new ArrayList<>();
  private int untold;

  public Problems(String file) {
    this.file = file;
  }

  /** Records one problem; see {@link Problem}. */
  public void add(int line, String wrong, String allowed) {
    if (!full()) {
      found.add(new Problem(file, line, wrong, allowed));
    } else {
      untold++;
    }
  }

  /** Records the problems of another file that this one names. */
  void addAll(List<Problem> others) {
    for (Problem other : others) {
      if (!full()) {
        found.add(other);
      } else {
        untold++;
      }
    }
  }

  /** Whether further problems are only counted. */
  boolean full() {
    return found.size() >= MOST;
  }

  /** Whether nothing was objected to so far. */
  public boolean none() {
    return found.isEmpty();
  }

  /** The problems so far, in the order of their lines; those of other files after this one's. */
  public List<Problem> all() {
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing((Problem problem) -> !problem.file().equals(file))
            .thenComparingInt(Problem::line));
    if (untold > 0) {
      sorted.add(new Problem(file, 0, untold + " more problems", "these to be mended first"));
    }
    return List.copyOf(sorted);
  }

  /** The value when there is no problem; it is asked for only then. */
  public <T> Checked<T> unlessAny(Supplier<T> value) {
    return none() ? new Checked.Valid<>(value.get()) : new Checked.Invalid<>(all());
  }
}
