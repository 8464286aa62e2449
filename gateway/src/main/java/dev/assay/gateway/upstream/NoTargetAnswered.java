package dev.assay.gateway.upstream;

import java.util.List;

/** Every permitted target failed before its first byte. */
public final class NoTargetAnswered extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Attempt> attempts;
  private final transient UpstreamFailure last;

  NoTargetAnswered(List<Attempt> attempts, UpstreamFailure last) {
    super(last.getMessage(), null, false, false);
    this.attempts = List.copyOf(attempts);
    this.last = last;
  }

  public List<Attempt> attempts() {
    return attempts;
  }

  public UpstreamFailure last() {
    return last;
  }
}
