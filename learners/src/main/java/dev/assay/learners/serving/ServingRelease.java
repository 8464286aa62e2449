package dev.assay.learners.serving;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.Target;
import java.util.List;
import java.util.Optional;

/**
 * A release made ready: its digest computed, its examples indexed, its adapters given the names
 * their runtime knows. Made off the request path, shared by all requests.
 *
 * @param examples absent when the release has none
 */
public record ServingRelease(
    Release release, Digest digest, Optional<ExampleIndex> examples, List<AdapterRoute> adapters) {
  public ServingRelease {
    adapters = List.copyOf(adapters);
  }

  /** An adapter and the alias whose requests it answers. */
  public record AdapterRoute(String alias, Target.Adapter target, Artifact.Adapter artifact) {}
}
