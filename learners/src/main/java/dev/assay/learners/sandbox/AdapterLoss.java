package dev.assay.learners.sandbox;

import dev.assay.learners.embedding.Vectors;

/**
 * How wrong an adapter is on one row: softmax cross-entropy over the cosines of the changed query
 * and the label names, divided by a temperature; and the gradient for both matrices.
 */
final class AdapterLoss {
  private final float[][] names;
  private final double temperature;

  AdapterLoss(float[][] names, double temperature) {
    this.names = names;
    this.temperature = temperature;
  }

  /** The row's loss in nats. */
  double of(LowRankAdapter adapter, float[] query, int label) {
    return -Math.log(Math.max(probabilities(adapter.apply(query))[label], Double.MIN_NORMAL));
  }

  /** Which label the adapter gives. */
  int answer(LowRankAdapter adapter, float[] query) {
    float[] changed = adapter.apply(query);
    int best = 0;
    float highest = Float.NEGATIVE_INFINITY;
    for (int l = 0; l < names.length; l++) {
      float similarity = Vectors.dot(changed, names[l]);
      if (similarity > highest) {
        highest = similarity;
        best = l;
      }
    }
    return best;
  }

  /** Adds the row's gradient to {@code downGradient} and {@code upGradient}, laid out as A, B^T. */
  void addGradient(
      LowRankAdapter adapter, float[] query, int label, float[] downGradient, float[] upGradient) {
    int dimensions = query.length;
    float[] projected = adapter.project(query);
    float[] shifted = adapter.shifted(query, projected);
    float length = (float) Math.sqrt(Vectors.dot(shifted, shifted));
    float[] changed = Vectors.normalise(shifted);
    float[] toChanged = new float[dimensions];
    double[] probabilities = probabilities(changed);
    for (int l = 0; l < names.length; l++) {
      float weight = (float) ((probabilities[l] - (l == label ? 1 : 0)) / temperature);
      if (Math.abs(weight) > 1e-7f) {
        float[] name = names[l];
        for (int d = 0; d < dimensions; d++) {
          toChanged[d] += weight * name[d];
        }
      }
    }
    // Only what is orthogonal to the unit vector survives its normalisation.
    float along = Vectors.dot(toChanged, changed);
    for (int d = 0; d < dimensions; d++) {
      toChanged[d] = (toChanged[d] - along * changed[d]) / length;
    }
    for (int r = 0; r < adapter.rank(); r++) {
      float back = 0;
      int row = r * dimensions;
      for (int d = 0; d < dimensions; d++) {
        upGradient[row + d] += projected[r] * toChanged[d];
        back += adapter.upAt(r, d) * toChanged[d];
      }
      for (int d = 0; d < dimensions; d++) {
        downGradient[row + d] += back * query[d];
      }
    }
  }

  private double[] probabilities(float[] changed) {
    double[] weights = new double[names.length];
    double highest = Double.NEGATIVE_INFINITY;
    for (int l = 0; l < names.length; l++) {
      weights[l] = Vectors.dot(changed, names[l]) / temperature;
      highest = Math.max(highest, weights[l]);
    }
    double sum = 0;
    for (int l = 0; l < names.length; l++) {
      weights[l] = Math.exp(weights[l] - highest);
      sum += weights[l];
    }
    for (int l = 0; l < names.length; l++) {
      weights[l] /= sum;
    }
    return weights;
  }
}
