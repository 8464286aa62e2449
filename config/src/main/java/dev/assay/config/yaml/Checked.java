package dev.assay.config.yaml;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What reading a file gave: the value, or every problem that stands in its way.
 *
 * @param <T> what was read
 */
public sealed interface Checked<T> {

  /** Nothing to object to. */
  record Valid<T>(T value) implements Checked<T> {}

  /** At least one problem, in the order of their lines. */
  record Invalid<T>(List<Problem> problems) implements Checked<T> {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an invalid result names at least one problem");
      }
    }

    /** All problems, one a line. */
    public String message() {
      return problems.stream().map(Problem::message).collect(Collectors.joining("\n"));
    }
  }

  /** Goes on with the value, or keeps the problems. */
  default <R> Checked<R> then(Function<? super T, Checked<R>> next) {
    return switch (this) {
      case Valid<T>(T value) -> next.apply(value);
      case Invalid<T>(List<Problem> problems) -> new Invalid<>(problems);
    };
  }

  /** The value. Throws {@link IllegalStateException} naming every problem when there is none. */
  default T orThrow() {
    return switch (this) {
      case Valid<T>(T value) -> value;
      case Invalid<T> invalid -> throw new IllegalStateException(invalid.message());
    };
  }
}
