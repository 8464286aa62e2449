package dev.assay.learners.embedding;

/** Turns a text into a unit vector. Deterministic; safe for use by several threads. */
public interface Encoder {
  float[] embed(String text);

  /** The vectors' length. */
  int dimensions();
}
