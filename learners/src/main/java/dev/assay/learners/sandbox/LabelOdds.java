package dev.assay.learners.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How likely the model holds each label, and from that each token of its answer, given those before
 * it: what a language model reports as {@code logprobs}. A token's probability is that of all
 * labels that go on with it.
 */
public final class LabelOdds {
  private static final double TEMPERATURE = 0.05;

  /** By label; they add up to one. */
  private final Map<String, Double> shares = new LinkedHashMap<>();

  /**
   * A softmax over scores.
   *
   * @param scores by label, at least one
   */
  public LabelOdds(Map<String, Double> scores) {
    double highest = scores.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double total = 0;
    for (Map.Entry<String, Double> score : scores.entrySet()) {
      double weight = Math.exp((score.getValue() - highest) / TEMPERATURE);
      shares.put(score.getKey(), weight);
      total += weight;
    }
    double sum = total;
    shares.replaceAll((label, weight) -> weight / sum);
  }

  /** A token that could stand in a place, and the logarithm of its probability there. */
  public record Likely(String token, double logprob) {}

  /**
   * A token of the answer.
   *
   * @param likeliest the tokens that could have stood there, likeliest first
   */
  public record Token(String text, double logprob, List<Likely> likeliest) {}

  /**
   * The tokens of a label.
   *
   * @param count only the first so many
   * @param alternatives how many to name in each place
   * @param tokens splits a label
   */
  public List<Token> tokens(
      String label, int count, int alternatives, Function<String, List<String>> tokens) {
    List<String> answer = tokens.apply(label);
    Map<List<String>, Double> open = new LinkedHashMap<>();
    shares.forEach((other, share) -> open.merge(tokens.apply(other), share, Double::sum));
    List<Token> odds = new ArrayList<>();
    for (int place = 0; place < Math.min(count, answer.size()); place++) {
      int at = place;
      Map<String, Double> next = new LinkedHashMap<>();
      open.forEach(
          (other, share) -> next.merge(at < other.size() ? other.get(at) : "", share, Double::sum));
      double total = next.values().stream().mapToDouble(Double::doubleValue).sum();
      String chosen = answer.get(place);
      odds.add(
          new Token(
              chosen,
              Math.log(next.getOrDefault(chosen, 0.0) / total),
              likeliest(next, total, alternatives)));
      open.keySet().removeIf(other -> at >= other.size() || !other.get(at).equals(chosen));
    }
    return odds;
  }

  private static List<Likely> likeliest(Map<String, Double> next, double total, int count) {
    return next.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(count)
        .map(token -> new Likely(token.getKey(), Math.log(token.getValue() / total)))
        .toList();
  }
}
