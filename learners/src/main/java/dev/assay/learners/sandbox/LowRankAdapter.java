package dev.assay.learners.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.embedding.Vectors;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A low-rank change of the query's vector: {@code q' = normalise(q + B A q)} (Hu et al. 2021,
 * "LoRA", with the frozen weight being the identity). Immutable.
 */
public final class LowRankAdapter {
  /** The largest rank an adapter may have. */
  public static final int MAX_RANK = 64;

  private static final String FORMAT = "assay-sandbox-adapter/1";
  private static final int MAX_DIMENSIONS = 4_096;

  private final int rank;
  private final int dimensions;
  private final float[] down;
  private final float[] up;

  /**
   * Takes copies of both matrices.
   *
   * @param down A, {@code rank} rows of {@code dimensions} numbers
   * @param up B transposed, {@code rank} rows of {@code dimensions} numbers
   */
  LowRankAdapter(int rank, int dimensions, float[] down, float[] up) {
    if (rank < 1 || rank > MAX_RANK || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw new IllegalArgumentException(
          "an adapter has a rank of 1 to " + MAX_RANK + " and 1 to " + MAX_DIMENSIONS + " columns");
    }
    if (down.length != rank * dimensions || up.length != rank * dimensions) {
      throw new IllegalArgumentException("both matrices have rank times dimensions numbers");
    }
    this.rank = rank;
    this.dimensions = dimensions;
    this.down = down.clone();
    this.up = up.clone();
  }

  /** An adapter that changes nothing yet: A is random, B is zero. */
  static LowRankAdapter untrained(int rank, int dimensions, long seed) {
    Random random = new Random(seed);
    float[] down = new float[rank * dimensions];
    double scale = 1 / Math.sqrt(dimensions);
    for (int i = 0; i < down.length; i++) {
      down[i] = (float) (random.nextGaussian() * scale);
    }
    return new LowRankAdapter(rank, dimensions, down, new float[down.length]);
  }

  /** The changed vector, of unit length; the argument stays as it is. */
  public float[] apply(float[] query) {
    return Vectors.normalise(shifted(query, project(query)));
  }

  public int rank() {
    return rank;
  }

  public int dimensions() {
    return dimensions;
  }

  /** A q. */
  float[] project(float[] query) {
    float[] projected = new float[rank];
    for (int r = 0; r < rank; r++) {
      float sum = 0;
      for (int d = 0; d < dimensions; d++) {
        sum += down[r * dimensions + d] * query[d];
      }
      projected[r] = sum;
    }
    return projected;
  }

  /** q + B (A q), not normalised. */
  float[] shifted(float[] query, float[] projected) {
    float[] shifted = query.clone();
    for (int r = 0; r < rank; r++) {
      float factor = projected[r];
      for (int d = 0; d < dimensions; d++) {
        shifted[d] += factor * up[r * dimensions + d];
      }
    }
    return shifted;
  }

  float[] down() {
    return down.clone();
  }

  float[] up() {
    return up.clone();
  }

  float upAt(int r, int d) {
    return up[r * dimensions + d];
  }

  /** A file's bytes; {@link #read} gives an equal adapter. */
  public byte[] write() {
    ObjectNode file = CanonicalJson.MAPPER.createObjectNode();
    file.put("format", FORMAT);
    file.put("rank", rank);
    file.put("dimensions", dimensions);
    file.put("down", bytes(down));
    file.put("up", bytes(up));
    file.put("digest", digest().text());
    return CanonicalJson.bytes(file);
  }

  /** Names the matrices, whatever file they came in. */
  public Digest digest() {
    ByteBuffer content = ByteBuffer.allocate(8 + 2 * Float.BYTES * down.length);
    content.putInt(rank).putInt(dimensions).put(bytes(down)).put(bytes(up));
    return Digest.of(content.array());
  }

  /**
   * Reads a written adapter.
   *
   * @throws PromptRefused if the bytes are not an adapter, or not the one their digest names
   */
  public static LowRankAdapter read(byte[] file) {
    try {
      JsonNode node = CanonicalJson.MAPPER.readTree(file);
      if (!FORMAT.equals(node.path("format").asText())) {
        throw new PromptRefused("lora_path", "not an adapter file of format " + FORMAT);
      }
      LowRankAdapter adapter =
          new LowRankAdapter(
              node.path("rank").asInt(),
              node.path("dimensions").asInt(),
              floats(node.path("down").binaryValue()),
              floats(node.path("up").binaryValue()));
      if (!adapter.digest().text().equals(node.path("digest").asText())) {
        throw new PromptRefused("lora_path", "the adapter file's content is not what it names");
      }
      return adapter;
    } catch (JsonProcessingException | IllegalArgumentException damaged) {
      throw new PromptRefused("lora_path", "not a readable adapter file");
    } catch (IOException unreadable) {
      throw new PromptRefused("lora_path", "the adapter file's numbers are not base64");
    }
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static float[] floats(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException("not an array of 32-bit floats");
    }
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("not finite");
      }
    }
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LowRankAdapter that
        && rank == that.rank
        && Arrays.equals(down, that.down)
        && Arrays.equals(up, that.up);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(down) + Arrays.hashCode(up);
  }
}
