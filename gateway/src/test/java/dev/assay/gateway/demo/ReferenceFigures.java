package dev.assay.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.learners.embedding.CachedEncoder;
import dev.assay.learners.embedding.MiniLmEncoder;
import dev.assay.learners.embedding.Vectors;
import dev.assay.learners.sandbox.AdapterTraining;
import dev.assay.learners.sandbox.Example;
import dev.assay.learners.sandbox.LowRankAdapter;
import dev.assay.learners.sandbox.Prompt;
import dev.assay.learners.sandbox.SandboxModel;
import dev.assay.learners.sandbox.TrainingFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Measures the sandbox model on the demo's own data and holds it to figures. It takes minutes, so
 * it is run by name: {@code mvn verify -Dtest=none -Dit.test=ReferenceFigures
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
class ReferenceFigures {
  private static final int NEAREST = 8;
  private static final int ADAPTER_ROWS = 1_000;

  private final CachedEncoder encoder = new CachedEncoder(new MiniLmEncoder(), 256L << 20);
  private final SandboxModel model = new SandboxModel(encoder);

  private List<Example> train = List.of();
  private List<Example> test = List.of();
  private List<String> labels = List.of();
  private float[][] vectors = new float[0][];

  @Test
  void reachesTheReferenceFiguresOfBanking77() {
    Dataset data = Dataset.load(null);
    train = examples(data.train());
    test = examples(data.test());
    labels = data.labels();
    long start = System.nanoTime();
    IntStream.range(0, train.size()).parallel().forEach(i -> encoder.embed(train.get(i).input()));
    IntStream.range(0, test.size()).parallel().forEach(i -> encoder.embed(test.get(i).input()));
    report("seconds to embed all, all cores", (System.nanoTime() - start) / 1e9);
    Collections.shuffle(train, new Random(7));
    vectors = train.stream().map(row -> encoder.embed(row.input())).toArray(float[][]::new);

    SoftAssertions bounds = new SoftAssertions();
    bounds.assertThat(accuracy(0, null)).as("names only").isGreaterThan(0.60);
    double[] examples = {0.69, 0.80, 0.86, 0.90};
    double[] adapted = {0.65, 0.77, 0.84, 0.87};
    int[] sizes = {300, 1_000, 3_000, train.size()};
    for (int i = 0; i < sizes.length; i++) {
      double withExamples = accuracy(sizes[i], null);
      report("nearest example alone, " + sizes[i], nearestAlone(sizes[i]));
      report("with examples, " + sizes[i], withExamples);
      LowRankAdapter adapter = adapter(sizes[i]);
      double withAdapter = accuracy(0, adapter);
      report("with adapter, " + sizes[i], withAdapter);
      double both = accuracy(sizes[i], adapter);
      report("with both, " + sizes[i], both);
      bounds.assertThat(withExamples).as("examples of " + sizes[i]).isGreaterThan(examples[i]);
      bounds.assertThat(withAdapter).as("adapter of " + sizes[i]).isGreaterThan(adapted[i]);
      if (sizes[i] == ADAPTER_ROWS) {
        bounds.assertThat(both).isGreaterThanOrEqualTo(Math.max(withExamples, withAdapter));
      }
    }
    bounds.assertAll();
  }

  private LowRankAdapter adapter(int size) {
    TrainingFile file = new TrainingFile(train.subList(0, size), new LinkedHashSet<>(labels));
    long start = System.nanoTime();
    AdapterTraining.Trained trained =
        new AdapterTraining(encoder).train(file, AdapterTraining.Settings.DEFAULT, () -> false);
    report("seconds of training, " + size, (System.nanoTime() - start) / 1e9);
    assertThat(trained.epochs()).isPositive();
    return trained.adapter();
  }

  private double accuracy(int size, @Nullable LowRankAdapter adapter) {
    double right =
        test.parallelStream()
            .filter(row ->
                model
                    .answer(new Prompt(labels, nearest(row, size, NEAREST), row.input()), adapter)
                    .equals(row.output()))
            .count();
    if (size == 0 && adapter == null) {
      report("names only", right / test.size());
    }
    return right / test.size();
  }

  private double nearestAlone(int size) {
    double right =
        test.parallelStream()
            .filter(row -> nearest(row, size, 1).getFirst().output().equals(row.output()))
            .count();
    return right / test.size();
  }

  private List<Example> nearest(Example row, int size, int count) {
    record Near(Example example, float similarity) {}
    float[] query = encoder.embed(row.input());
    PriorityQueue<Near> best = new PriorityQueue<>(Comparator.comparingDouble(Near::similarity));
    for (int i = 0; i < size; i++) {
      best.add(new Near(train.get(i), Vectors.dot(query, vectors[i])));
      if (best.size() > count) {
        best.remove();
      }
    }
    return best.stream().map(Near::example).toList();
  }

  private static void report(String what, double figure) {
    System.out.printf("%-36s %.4f%n", what, figure);
  }

  private static List<Example> examples(List<Dataset.Row> rows) {
    return new ArrayList<>(rows.stream().map(row -> new Example(row.text(), row.label())).toList());
  }
}
