package dev.assay.learners.serving;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.policies.canonical.Digest;
import java.util.List;

/**
 * Examples beside what finds them. Immutable.
 *
 * @param artifact the digest of the artifact they belong to
 * @param vectors unit vectors, one per example in the same order; empty when {@link
 *     Artifact.Selection#PINNED}
 * @param words finds them where no embedding can be had
 * @param lines each as a prompt shows it, in the same order
 * @param pinned what was chosen of them before
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a list of boxed floats costs 5x
public record ExampleIndex(
    Digest artifact,
    Artifact.Examples examples,
    float[][] vectors,
    WordIndex words,
    List<ExampleBlock.Line> lines,
    PinnedSelections pinned) {

  public ExampleIndex {
    lines = List.copyOf(lines);
  }

  /** Indexes an artifact whose inputs were embedded as {@code vectors}. */
  public static ExampleIndex of(Artifact.Examples examples, float[][] vectors) {
    boolean similar = examples.selection() == Artifact.Selection.SIMILAR;
    if (vectors.length != (similar ? examples.size() : 0)) {
      throw new IllegalArgumentException("similar examples need one vector each, pinned ones none");
    }
    List<String> inputs =
        similar ? examples.examples().stream().map(Artifact.Example::input).toList() : List.of();
    return new ExampleIndex(
        examples.digest(),
        examples,
        vectors,
        WordIndex.of(inputs),
        examples.examples().stream().map(ExampleBlock.Line::of).toList(),
        new PinnedSelections());
  }

  /** Whether the same are chosen for every request. */
  boolean isPinned() {
    return examples.selection() == Artifact.Selection.PINNED;
  }

  /** The examples in the artifact's order. */
  public List<Artifact.Example> entries() {
    return examples.examples();
  }
}
