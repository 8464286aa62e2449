package dev.assay.learners.embedding;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Remembers the vectors of texts it has seen, within a bound of bytes. */
public final class CachedEncoder implements Encoder {
  /** What an entry costs beside its text and vector: headers, node, links. */
  private static final int ENTRY_BYTES = 160;

  private final Encoder encoder;
  private final Cache<String, float[]> vectors;

  /**
   * Keeps the most useful vectors of {@code encoder}.
   *
   * @param maxBytes how much memory texts and vectors may take, about
   */
  public CachedEncoder(Encoder encoder, long maxBytes) {
    this.encoder = encoder;
    this.vectors =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .executor(Runnable::run)
            .recordStats()
            .weigher((String text, float[] vector) ->
                ENTRY_BYTES + 2 * text.length() + Float.BYTES * vector.length)
            .build();
  }

  @Override
  public float[] embed(String text) {
    float[] known = vectors.getIfPresent(text);
    if (known != null) {
      return known;
    }
    // Not computed inside the cache: its bucket lock would hold up texts that only share a hash.
    float[] fresh = encoder.embed(text);
    vectors.put(text, fresh);
    return fresh;
  }

  @Override
  public int dimensions() {
    return encoder.dimensions();
  }

  @Override
  public int countTokens(String text) {
    return encoder.countTokens(text);
  }

  /** How many texts were known. */
  public long hits() {
    return vectors.stats().hitCount();
  }

  /** How many texts had to be embedded. */
  public long misses() {
    return vectors.stats().missCount();
  }

  /** How many vectors are remembered, about. */
  public long size() {
    return vectors.estimatedSize();
  }
}
