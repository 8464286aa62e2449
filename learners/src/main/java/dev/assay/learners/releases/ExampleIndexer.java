package dev.assay.learners.releases;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.serving.ExampleIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Embeds examples on at most two threads; a text embedded before is not embedded again. */
final class ExampleIndexer implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int SLICE = 64;

  /** About 30 MiB at 384 dimensions. */
  private static final int MAX_VECTORS = 20_000;

  private final Encoder encoder;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("example-index-", 0).factory());
  private final Map<String, float[]> vectors = new LeastRecentlyUsed<>(MAX_VECTORS);

  ExampleIndexer(Encoder encoder) {
    this.encoder = encoder;
  }

  ExampleIndex index(Artifact.Examples artifact) {
    float[][] found =
        switch (artifact.selection()) {
          case PINNED -> new float[0][];
          case SIMILAR -> embedAll(artifact.examples());
        };
    return ExampleIndex.of(artifact, found);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private float[][] embedAll(List<Artifact.Example> examples) {
    float[][] found = new float[examples.size()][];
    List<Callable<Boolean>> slices = new ArrayList<>();
    for (int from = 0; from < found.length; from += SLICE) {
      int start = from;
      int end = Math.min(found.length, from + SLICE);
      slices.add(() -> {
        for (int i = start; i < end; i++) {
          found[i] = vector(examples.get(i).input());
        }
        return true;
      });
    }
    try {
      for (Future<Boolean> slice : threads.invokeAll(slices)) {
        slice.get();
      }
      return found;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("indexing the examples was interrupted", stopped);
    } catch (ExecutionException failure) {
      throw new IllegalStateException(
          "the examples could not be embedded: " + failure.getCause(), failure);
    }
  }

  private float[] vector(String text) {
    Optional<float[]> known;
    synchronized (vectors) {
      known = Optional.ofNullable(vectors.get(text));
    }
    return known.orElseGet(() -> {
      float[] made = encoder.embed(text);
      synchronized (vectors) {
        vectors.put(text, made);
      }
      return made;
    });
  }

  /** Forgets what was not asked for longest. */
  static final class LeastRecentlyUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int limit;

    LeastRecentlyUsed(int limit) {
      super(16, 0.75f, true);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > limit;
    }
  }
}
