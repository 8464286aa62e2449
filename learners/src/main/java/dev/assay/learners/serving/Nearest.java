package dev.assay.learners.serving;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Exact nearest neighbours by cosine of unit vectors. */
final class Nearest {
  private static final Comparator<Ranked> WORST_FIRST =
      Comparator.comparingDouble(Ranked::score)
          .thenComparing(Comparator.comparingInt(Ranked::position).reversed());

  private Nearest() {}

  /** The nearest, best first; equal scores keep the artifact's order. */
  static List<Ranked> find(float[][] vectors, float[] query, int count) {
    PriorityQueue<Ranked> heap = new PriorityQueue<>(Math.max(1, count), WORST_FIRST);
    for (int i = 0; i < vectors.length; i++) {
      double score = dot(vectors[i], query);
      if (heap.size() < count) {
        heap.add(new Ranked(i, score));
      } else if (count > 0 && score > heap.element().score()) {
        heap.remove();
        heap.add(new Ranked(i, score));
      }
    }
    List<Ranked> best = new ArrayList<>(heap);
    best.sort(WORST_FIRST.reversed());
    return best;
  }

  /** Four sums, because one would make every addition wait for the last. */
  static float dot(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (int bound = a.length - 3; i < bound; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
