package dev.assay.learners.embedding;

/** Turns a text into a vector whose cosine with another text's vector says how alike they are. */
public interface Encoder {
  /**
   * The text's vector, of unit length; the zero vector where the text has nothing to read. Callers
   * may share the array and must not write to it.
   *
   * @throws IllegalStateException if the encoder cannot run on this machine
   */
  float[] embed(String text);

  /** How many numbers {@link #embed} gives. */
  int dimensions();

  /** How many tokens the text has for this encoder, uncut and without special tokens. */
  int countTokens(String text);
}
