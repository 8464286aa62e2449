package dev.assay.learners.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * all-MiniLM-L6-v2, quantised to 8 bits, in this process (Wang et al. 2020, "MiniLM"; Reimers and
 * Gurevych 2019, "Sentence-BERT"): mean-pooled, of unit length, reading the first 256 tokens.
 *
 * <p>The model is loaded at the first text and then lives as long as the process; any thread may
 * call. Texts are never batched: the 8-bit scales are taken over a whole batch, so a text's vector
 * would depend on its neighbours.
 */
public final class MiniLmEncoder implements Encoder {
  private static final int DIMENSIONS = 384;
  private static final int MAX_TOKENS = 256;
  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

  private volatile @Nullable Loaded loaded;

  private record Loaded(OrtEnvironment environment, OrtSession session, WordPiece words) {}

  @Override
  public float[] embed(String text) {
    Loaded model = model();
    long[] ids = model.words.encode(text, MAX_TOKENS);
    if (ids.length == 2) {
      return new float[DIMENSIONS];
    }
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try (OnnxTensor tokens = tensor(model, ids);
        OnnxTensor attention = tensor(model, ones);
        OnnxTensor segments = tensor(model, new long[ids.length])) {
      inputs.put("input_ids", tokens);
      inputs.put("attention_mask", attention);
      inputs.put("token_type_ids", segments);
      try (OrtSession.Result result = model.session.run(inputs)) {
        return meanOfTokens(((OnnxTensor) result.get(0)).getFloatBuffer());
      }
    } catch (OrtException failed) {
      throw new IllegalStateException(
          "the encoder could not read a text of " + ids.length + " tokens: " + failed.getMessage(),
          failed);
    }
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public int countTokens(String text) {
    return model().words.count(text);
  }

  private static OnnxTensor tensor(Loaded model, long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        model.environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  private static float[] meanOfTokens(FloatBuffer states) {
    float[] state = new float[DIMENSIONS];
    float[] sum = new float[DIMENSIONS];
    while (states.hasRemaining()) {
      states.get(state);
      for (int d = 0; d < DIMENSIONS; d++) {
        sum[d] += state[d];
      }
    }
    // A mean and a sum point the same way, and only the direction is kept.
    return Vectors.normalise(sum);
  }

  private Loaded model() {
    Loaded ready = loaded;
    if (ready != null) {
      return ready;
    }
    synchronized (this) {
      Loaded now = loaded;
      if (now == null) {
        now = load();
        loaded = now;
      }
      return now;
    }
  }

  private static Loaded load() {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      WordPiece words = new WordPiece(new ObjectMapper().readTree(resource(TOKENIZER)));
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        // Callers are the parallelism: a pool per call would only fight over the same cores.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        return new Loaded(environment, environment.createSession(resource(MODEL), options), words);
      }
    } catch (OrtException | IOException | LinkageError absent) {
      throw new IllegalStateException(
          "the sentence encoder does not run on this machine (it needs Linux, macOS or Windows on"
              + " x86-64 or arm64, and a temporary folder it may write to): "
              + absent.getMessage(),
          absent);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = MiniLmEncoder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }
}
