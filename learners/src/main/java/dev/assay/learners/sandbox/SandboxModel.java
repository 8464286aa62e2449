package dev.assay.learners.sandbox;

import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.embedding.Vectors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A classifier in the place of a language model: it answers with the label whose name, and whose
 * examples in the prompt, are most like the query. It stores nothing and knows no label by heart;
 * what it answers follows from the prompt, the encoder and the adapter alone.
 */
public final class SandboxModel {
  /** Said instead of a label when the prompt gives nothing to choose from. */
  public static final String NEEDS_LABELS =
      "I am a small classifier standing in for a language model. I can only choose between labels:"
          + " list at least two in the system message (for example \"Labels: refund, delivery\")"
          + " and send the text to classify as the last user message.";

  /**
   * How fast an example's share of the vote fades with its distance from the nearest one. Chosen,
   * with the cube in {@link #votes}, among 30 pairs on BANKING77's training split: examples and
   * queries both drawn from it, the examples as feedback brings them (mostly of what the labels'
   * names already answer, some labels wrong).
   */
  private static final double TEMPERATURE = 0.05;

  private final Encoder encoder;

  public SandboxModel(Encoder encoder) {
    this.encoder = encoder;
  }

  /**
   * The label of the prompt's query, or {@link #NEEDS_LABELS}.
   *
   * @param adapter as in {@link #scores}
   */
  public String answer(Prompt prompt, @Nullable LowRankAdapter adapter) {
    return likeliest(scores(prompt, adapter));
  }

  /** The first label of the highest score, or {@link #NEEDS_LABELS} where there is none. */
  public static String likeliest(Map<String, Double> scores) {
    String best = NEEDS_LABELS;
    double highest = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, Double> score : scores.entrySet()) {
      if (score.getValue() > highest) {
        highest = score.getValue();
        best = score.getKey();
      }
    }
    return best;
  }

  /**
   * What each of the prompt's labels scores, in their order; empty when the prompt has no labels or
   * no query.
   *
   * @param adapter changes the vectors of query and examples before they are compared; null for the
   *     base model
   */
  public Map<String, Double> scores(Prompt prompt, @Nullable LowRankAdapter adapter) {
    if (prompt.labels().size() < 2 || prompt.query().isBlank()) {
      return Map.of();
    }
    float[] asked = read(prompt.query(), adapter);
    Map<String, Double> votes = votes(asked, prompt.examples(), adapter);
    Map<String, Double> scores = new LinkedHashMap<>();
    for (String label : prompt.labels()) {
      scores.put(
          label, Vectors.dot(asked, encoder.embed(spoken(label))) + votes.getOrDefault(label, 0.0));
    }
    return scores;
  }

  /**
   * Each label's share of a vote among the examples: a softmax over their cosines with the query,
   * which lets several agreeing neighbours outvote one wrong label, weighed by the cube of the best
   * cosine, so that examples far from the query count for little beside the labels' names.
   */
  private Map<String, Double> votes(
      float[] asked, List<Example> examples, @Nullable LowRankAdapter adapter) {
    double[] cosines = new double[examples.size()];
    double best = 0;
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = Vectors.dot(asked, read(examples.get(i).input(), adapter));
      best = Math.max(best, cosines[i]);
    }
    double total = 0;
    for (double cosine : cosines) {
      total += Math.exp((cosine - best) / TEMPERATURE);
    }
    Map<String, Double> votes = new HashMap<>();
    for (int i = 0; i < cosines.length; i++) {
      double share = Math.exp((cosines[i] - best) / TEMPERATURE) / total;
      votes.merge(examples.get(i).output(), best * best * best * share, Double::sum);
    }
    return votes;
  }

  private float[] read(String text, @Nullable LowRankAdapter adapter) {
    float[] vector = encoder.embed(text);
    return adapter == null ? vector : adapter.apply(vector);
  }

  /** A label as one would say it: {@code card_arrival} becomes {@code card arrival}. */
  static String spoken(String label) {
    return label.replace('_', ' ');
  }
}
