package dev.assay.learners.sandbox;

import dev.assay.learners.embedding.Encoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Trains a low-rank adapter on labelled texts by gradient descent. A seeded tenth of the rows is
 * kept aside; training stops when their loss no longer falls, and the best adapter so far is given.
 * Equal rows and settings give an equal adapter.
 */
public final class AdapterTraining {
  /** The fewest rows that can be split into training and stopping rows. */
  public static final int MIN_ROWS = 10;

  private static final double TEMPERATURE = 0.06;
  private static final double WEIGHT_DECAY = 0.1;
  private static final int PATIENCE = 4;
  private static final int KEPT_ASIDE = 10;

  /**
   * How to train.
   *
   * @param rank rank of the adapter, 1 to {@link LowRankAdapter#MAX_RANK}
   * @param epochs the most passes over the rows
   * @param batchSize rows a step
   * @param learningRate Adam's step size
   * @param seed fixes the split, the order and the start
   */
  public record Settings(int rank, int epochs, int batchSize, double learningRate, long seed) {
    /** What the reference figures were measured with. */
    public static final Settings DEFAULT = new Settings(16, 40, 32, 0.001, 0);

    public Settings {
      if (rank < 1 || rank > LowRankAdapter.MAX_RANK) {
        throw new PromptRefused("rank", "must be 1 to " + LowRankAdapter.MAX_RANK);
      }
      if (epochs < 1 || epochs > 200) {
        throw new PromptRefused("hyperparameters.n_epochs", "must be 1 to 200");
      }
      if (batchSize < 1 || batchSize > 1_024) {
        throw new PromptRefused("hyperparameters.batch_size", "must be 1 to 1024");
      }
      if (!(learningRate > 0 && learningRate <= 0.1)) {
        throw new PromptRefused(
            "hyperparameters.learning_rate_multiplier",
            "the step size must be above 0, at most 0.1");
      }
    }
  }

  /**
   * What came of it.
   *
   * @param adapter the adapter with the lowest loss on the rows kept aside
   * @param epochs passes made
   * @param trainLoss mean loss of the last pass in nats
   * @param validationLoss the adapter's mean loss on the rows kept aside in nats
   */
  public record Trained(
      LowRankAdapter adapter, int epochs, double trainLoss, double validationLoss) {}

  private final Encoder encoder;

  public AdapterTraining(Encoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Trains on the rows of a file.
   *
   * @param cancelled asked between steps; true ends training with {@link TrainingCancelled}
   * @throws PromptRefused if there are too few rows or fewer than two labels
   */
  public Trained train(TrainingFile file, Settings settings, BooleanSupplier cancelled) {
    List<Example> rows = file.rows();
    List<String> labels = file.labels().stream().sorted().toList();
    if (rows.size() < MIN_ROWS || labels.size() < 2) {
      throw new PromptRefused(
          "training_file", "needs at least " + MIN_ROWS + " rows and two different labels");
    }
    float[][] names = new float[labels.size()][];
    for (int l = 0; l < names.length; l++) {
      names[l] = encoder.embed(SandboxModel.spoken(labels.get(l)));
    }
    List<Row> data = new ArrayList<>(rows.size());
    for (Example row : rows) {
      stopIf(cancelled);
      data.add(new Row(encoder.embed(row.input()), Collections.binarySearch(labels, row.output())));
    }
    return train(data, new AdapterLoss(names, TEMPERATURE), settings, cancelled);
  }

  /** A text's vector and the index of its label. */
  static final class Row {
    private final float[] query;
    private final int label;

    Row(float[] query, int label) {
      this.query = query;
      this.label = label;
    }
  }

  static Trained train(
      List<Row> data, AdapterLoss loss, Settings settings, BooleanSupplier cancelled) {
    Random random = new Random(settings.seed());
    List<Row> shuffled = new ArrayList<>(data);
    Collections.shuffle(shuffled, random);
    int aside = Math.max(2, shuffled.size() / KEPT_ASIDE);
    List<Row> validation = List.copyOf(shuffled.subList(0, aside));
    List<Row> training = new ArrayList<>(shuffled.subList(aside, shuffled.size()));

    int dimensions = data.getFirst().query.length;
    LowRankAdapter adapter = LowRankAdapter.untrained(settings.rank(), dimensions, settings.seed());
    Adam downSteps = new Adam(settings.rank() * dimensions, settings.learningRate(), WEIGHT_DECAY);
    Adam upSteps = new Adam(settings.rank() * dimensions, settings.learningRate(), WEIGHT_DECAY);
    Trained best = new Trained(adapter, 0, Double.NaN, mean(loss, adapter, validation));
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      Collections.shuffle(training, random);
      for (int from = 0; from < training.size(); from += settings.batchSize()) {
        stopIf(cancelled);
        int to = Math.min(training.size(), from + settings.batchSize());
        adapter = step(adapter, training.subList(from, to), loss, downSteps, upSteps);
      }
      double validationLoss = mean(loss, adapter, validation);
      if (validationLoss < best.validationLoss()) {
        best = new Trained(adapter, epoch, mean(loss, adapter, training), validationLoss);
      } else if (epoch - best.epochs() >= PATIENCE) {
        break;
      }
    }
    return best;
  }

  private static LowRankAdapter step(
      LowRankAdapter adapter, List<Row> batch, AdapterLoss loss, Adam downSteps, Adam upSteps) {
    float[] downGradient = new float[adapter.rank() * adapter.dimensions()];
    float[] upGradient = new float[downGradient.length];
    for (Row row : batch) {
      loss.addGradient(adapter, row.query, row.label, downGradient, upGradient);
    }
    for (int i = 0; i < downGradient.length; i++) {
      downGradient[i] /= batch.size();
      upGradient[i] /= batch.size();
    }
    float[] down = adapter.down();
    float[] up = adapter.up();
    downSteps.step(down, downGradient);
    upSteps.step(up, upGradient);
    return new LowRankAdapter(adapter.rank(), adapter.dimensions(), down, up);
  }

  private static double mean(AdapterLoss loss, LowRankAdapter adapter, List<Row> rows) {
    return rows.stream()
        .mapToDouble(row -> loss.of(adapter, row.query, row.label))
        .average()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static void stopIf(BooleanSupplier cancelled) {
    if (cancelled.getAsBoolean()) {
      throw new TrainingCancelled();
    }
  }

  /** Someone asked for the training to end. */
  public static final class TrainingCancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingCancelled() {
      super("the training was cancelled");
    }
  }
}
