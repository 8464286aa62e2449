package dev.assay.learners.embedding;

/** Arithmetic on vectors of equal length. */
public final class Vectors {
  private Vectors() {}

  /** The inner product: the cosine, for unit vectors. */
  public static float dot(float[] a, float[] b) {
    // Four independent sums let the compiler vectorise what strict float order would forbid.
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int whole = a.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (int i = whole; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** The vector scaled to unit length, in place; a zero vector stays as it is. */
  public static float[] normalise(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    if (squares > 0) {
      float scale = (float) (1 / Math.sqrt(squares));
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= scale;
      }
    }
    return vector;
  }
}
