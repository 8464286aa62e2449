package dev.assay.learners.sandbox;

import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.embedding.Vectors;
import java.util.Locale;

/** Counts letters: a real, if poor, encoder whose vectors can be foretold by hand. */
final class LettersEncoder implements Encoder {
  @Override
  public float[] embed(String text) {
    float[] counts = new float[dimensions()];
    text.toLowerCase(Locale.ROOT)
        .chars()
        .filter(c -> c >= 'a' && c <= 'z')
        .forEach(c -> counts[c - 'a']++);
    return Vectors.normalise(counts);
  }

  @Override
  public int dimensions() {
    return 26;
  }

  @Override
  public int countTokens(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
  }
}
