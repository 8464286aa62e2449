package dev.assay.learners.adapter;

import org.jspecify.annotations.Nullable;

/** A provider did not do what it was asked. */
final class ProviderProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  private ProviderProblem(String message, boolean passing, @Nullable Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  /** It refused; asking again would get the same answer. */
  static ProviderProblem refused(String message) {
    return new ProviderProblem(message, false, null);
  }

  /** It could not be asked, or could not answer now. */
  static ProviderProblem passing(String message, @Nullable Throwable cause) {
    return new ProviderProblem(message, true, cause);
  }

  /** Whether asking again later may help. */
  boolean isPassing() {
    return passing;
  }
}
