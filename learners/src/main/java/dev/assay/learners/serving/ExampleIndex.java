package dev.assay.learners.serving;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.policies.canonical.Digest;
import java.util.List;

/**
 * Examples beside their embeddings. Immutable.
 *
 * @param artifact the digest of the artifact they belong to
 * @param vectors unit vectors, one per example in the same order; empty when {@link
 *     Artifact.Selection#PINNED}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a list of boxed floats costs 5x
public record ExampleIndex(Digest artifact, Artifact.Examples examples, float[][] vectors) {
  /** The examples in the artifact's order. */
  public List<Artifact.Example> entries() {
    return examples.examples();
  }
}
