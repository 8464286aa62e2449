package dev.assay.learners.serving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds examples by their words, weighted by rarity (Okapi BM25, Robertson and Zaragoza 2009): what
 * is left when an embedding does not come in time. Immutable.
 */
public final class WordIndex {
  private static final double SATURATION = 1.2;
  private static final double LENGTH_WEIGHT = 0.75;
  private static final Pattern WORD_BREAK = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Map<String, int[]> postings;
  private final int[] lengths;
  private final double meanLength;

  private WordIndex(Map<String, int[]> postings, int[] lengths) {
    this.postings = postings;
    this.lengths = lengths;
    this.meanLength = Math.max(1, Arrays.stream(lengths).average().orElse(1));
  }

  /** Indexes these texts; a word counts once a text. */
  public static WordIndex of(List<String> texts) {
    Map<String, List<Integer>> growing = new HashMap<>();
    int[] lengths = new int[texts.size()];
    for (int i = 0; i < texts.size(); i++) {
      List<String> words = words(texts.get(i));
      lengths[i] = words.size();
      for (String word : words) {
        growing.computeIfAbsent(word, w -> new ArrayList<>()).add(i);
      }
    }
    Map<String, int[]> postings = HashMap.newHashMap(growing.size());
    growing.forEach(
        (word, where) -> postings.put(word, where.stream().mapToInt(Integer::intValue).toArray()));
    return new WordIndex(postings, lengths);
  }

  /** The best matches, best first, scaled so that the best scores 1; none without a shared word. */
  List<Ranked> find(String text, int count) {
    Map<Integer, Double> scores = new HashMap<>();
    for (String word : words(text)) {
      int[] where = postings.getOrDefault(word, new int[0]);
      double rarity = Math.log(1 + (lengths.length - where.length + 0.5) / (where.length + 0.5));
      for (int position : where) {
        double norm = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * lengths[position] / meanLength;
        scores.merge(position, rarity * (SATURATION + 1) / (1 + SATURATION * norm), Double::sum);
      }
    }
    double best = scores.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
    return scores.entrySet().stream()
        .map(e -> new Ranked(e.getKey(), e.getValue() / best))
        .sorted(
            Comparator.comparingDouble(Ranked::score).reversed().thenComparingInt(Ranked::position))
        .limit(count)
        .toList();
  }

  private static List<String> words(String text) {
    return Arrays.stream(WORD_BREAK.split(text.toLowerCase(Locale.ROOT)))
        .filter(w -> !w.isEmpty())
        .distinct()
        .toList();
  }
}
