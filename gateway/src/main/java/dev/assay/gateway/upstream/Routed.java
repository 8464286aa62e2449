package dev.assay.gateway.upstream;

import dev.assay.policies.judge.Target;
import java.util.List;

/** A target that answered, and what was tried before it. */
public record Routed(Target target, UpstreamAnswer answer, List<Attempt> attempts) {
  public Routed {
    attempts = List.copyOf(attempts);
  }
}
