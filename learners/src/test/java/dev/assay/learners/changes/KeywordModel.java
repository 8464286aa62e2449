package dev.assay.learners.changes;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.completions.Completions;
import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.serving.AdapterLoader;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.judge.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A tiny model that answers from what a release holds: an adapter's lexicon, else the nearest
 * example, else a label whose own name stands in the text.
 */
final class KeywordModel implements Completions, AdapterLoader, Encoder {
  static final List<String> LABELS = List.of("refund", "arrival", "passcode");
  private static final int DIMENSIONS = 256;
  private static final float NEAR = 0.8f;

  final Set<String> loaded = ConcurrentHashMap.newKeySet();
  volatile boolean runtimeAway;

  String answer(ServingRelease release, String text) {
    List<String> words = words(text);
    for (ServingRelease.AdapterRoute route : release.adapters()) {
      for (String word : words) {
        String label = route.artifact().settings().get(word);
        if (label != null && loaded.contains(route.target().model())) {
          return label;
        }
      }
    }
    if (release.examples().isPresent()) {
      String nearest = nearest(release, embed(text));
      if (!nearest.isEmpty()) {
        return nearest;
      }
    }
    return LABELS.stream().filter(words::contains).findFirst().orElse("unknown");
  }

  @Override
  public CompletionStage<Completion> complete(Call call) {
    try {
      String text = CanonicalJson.MAPPER.readTree(call.body()).at("/messages/0/content").asText();
      String answer = answer(call.release(), text);
      return CompletableFuture.completedStage(new Answered(UUID.randomUUID(), answer, 1, 1));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public Target.Adapter load(Artifact.Adapter adapter) {
    if (runtimeAway) {
      throw new AdapterNotLoaded("the adapter runtime is away");
    }
    loaded.add(adapter.runtimeName());
    return new Target.Adapter(adapter.provider(), adapter.runtimeName(), "eu", adapter.digest());
  }

  @Override
  public void unload(Artifact.Adapter adapter) {
    loaded.remove(adapter.runtimeName());
  }

  @Override
  public float[] embed(String text) {
    float[] vector = new float[DIMENSIONS];
    for (String word : words(text)) {
      vector[Math.floorMod(word.hashCode(), DIMENSIONS)] += 1;
    }
    double length = 0;
    for (float value : vector) {
      length += value * value;
    }
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] /= (float) Math.sqrt(Math.max(length, 1e-9));
    }
    return vector;
  }

  @Override
  public int countTokens(String text) {
    return words(text).size();
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  private static String nearest(ServingRelease release, float[] query) {
    String best = "";
    float bestScore = NEAR;
    float[][] vectors = release.examples().orElseThrow().vectors();
    for (int i = 0; i < vectors.length; i++) {
      float score = 0;
      for (int d = 0; d < DIMENSIONS; d++) {
        score += query[d] * vectors[i][d];
      }
      if (score > bestScore) {
        bestScore = score;
        best = release.examples().orElseThrow().entries().get(i).output();
      }
    }
    return best;
  }

  private static List<String> words(String text) {
    return List.of(text.toLowerCase(Locale.ROOT).split("[^a-z]+"));
  }

  static Artifact.Adapter adapter(Map<String, String> lexicon) {
    return new Artifact.Adapter(
        "runtime",
        "keywords",
        "support",
        List.of(
            new Artifact.WeightFile(
                "adapter.bin", CanonicalJson.digest(new java.util.TreeMap<>(lexicon)), 64)),
        lexicon);
  }

  static Artifact.Examples examples(Map<String, String> answers) {
    return new Artifact.Examples(
        Artifact.Selection.SIMILAR,
        answers.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry ->
                new Artifact.Example(
                    "e-" + Integer.toHexString(entry.getKey().hashCode()),
                    entry.getKey(),
                    entry.getValue(),
                    List.of()))
            .toList());
  }
}
