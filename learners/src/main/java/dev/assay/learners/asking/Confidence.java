package dev.assay.learners.asking;

/**
 * How sure an answer is. It only ever compares with others of the same source.
 *
 * @param value larger is surer
 */
public record Confidence(Source source, double value) {
  /** Whose confidence it is. */
  public enum Source {
    /**
     * The model's own: the margin between its answer's tokens and the next likely ones (margin
     * sampling: Scheffer, Decomain and Wrobel, Active Hidden Markov Models for Information
     * Extraction, 2001).
     */
    MODEL,
    /** That of what was injected: how near the examples are, and whether they agree. */
    SELECTION
  }
}
