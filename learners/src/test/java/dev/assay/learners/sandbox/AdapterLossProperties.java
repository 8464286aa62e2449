package dev.assay.learners.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.learners.embedding.Vectors;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AdapterLossProperties {
  private static final int DIMENSIONS = 12;
  private static final int RANK = 3;
  private static final int LABELS = 4;
  private static final float STEP = 1e-2f;

  @Property(tries = 50)
  void theGradientIsWhatFiniteDifferencesSay(
      @ForAll @IntRange(max = 1_000_000) int seed, @ForAll @IntRange(max = LABELS - 1) int label) {
    Random random = new Random(seed);
    float[][] names = new float[LABELS][];
    for (int l = 0; l < LABELS; l++) {
      names[l] = Vectors.normalise(numbers(random, DIMENSIONS));
    }
    float[] query = Vectors.normalise(numbers(random, DIMENSIONS));
    AdapterLoss loss = new AdapterLoss(names, 0.5);
    float[] down = numbers(random, RANK * DIMENSIONS);
    float[] up = numbers(random, RANK * DIMENSIONS);
    float[] downGradient = new float[down.length];
    float[] upGradient = new float[up.length];
    loss.addGradient(
        new LowRankAdapter(RANK, DIMENSIONS, down, up), query, label, downGradient, upGradient);

    int at = random.nextInt(down.length);
    assertThat((double) downGradient[at])
        .isCloseTo(slope(loss, down, up, query, label, down, at), within(5e-3));
    assertThat((double) upGradient[at])
        .isCloseTo(slope(loss, down, up, query, label, up, at), within(5e-3));
  }

  private static double slope(
      AdapterLoss loss, float[] down, float[] up, float[] query, int label, float[] moved, int at) {
    float here = moved[at];
    moved[at] = here + STEP;
    double above = loss.of(new LowRankAdapter(RANK, DIMENSIONS, down, up), query, label);
    moved[at] = here - STEP;
    double below = loss.of(new LowRankAdapter(RANK, DIMENSIONS, down, up), query, label);
    moved[at] = here;
    return (above - below) / (2 * STEP);
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (random.nextGaussian() * 0.5);
    }
    return numbers;
  }
}
