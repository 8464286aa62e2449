package dev.assay.learners.sandbox;

/** Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019). */
final class Adam {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double learningRate;
  private final double weightDecay;
  private final float[] mean;
  private final float[] square;
  private int steps;

  Adam(int parameters, double learningRate, double weightDecay) {
    this.learningRate = learningRate;
    this.weightDecay = weightDecay;
    this.mean = new float[parameters];
    this.square = new float[parameters];
  }

  /** Moves the parameters one step against the gradient, in place. */
  void step(float[] parameters, float[] gradient) {
    steps++;
    double correct1 = 1 - Math.pow(BETA_1, steps);
    double correct2 = 1 - Math.pow(BETA_2, steps);
    for (int i = 0; i < parameters.length; i++) {
      mean[i] = (float) (BETA_1 * mean[i] + (1 - BETA_1) * gradient[i]);
      square[i] = (float) (BETA_2 * square[i] + (1 - BETA_2) * gradient[i] * gradient[i]);
      double move = mean[i] / correct1 / (Math.sqrt(square[i] / correct2) + EPSILON);
      parameters[i] -= (float) (learningRate * (move + weightDecay * parameters[i]));
    }
  }
}
