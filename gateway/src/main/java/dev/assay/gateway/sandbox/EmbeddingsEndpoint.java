package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.embedding.Encoder;
import dev.assay.policies.canonical.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Gives the encoder's vectors of texts. Blocks: call it off the event loop. */
final class EmbeddingsEndpoint {
  private static final int MAX_TEXTS = 256;
  private static final int MAX_TEXT_CHARS = 32_768;

  private final Encoder encoder;

  EmbeddingsEndpoint(Encoder encoder) {
    this.encoder = encoder;
  }

  ObjectNode answer(byte[] body) {
    ObjectNode request = Json.object(body, Set.of("model", "input", "encoding_format", "user"));
    String model = Json.text(request, "model", 256);
    if (!model.equals(LoadedAdapters.BASE)) {
      throw ApiError.unknownModel(model);
    }
    String format = Json.optionalText(request, "encoding_format", 16);
    if (format != null && !format.equals("float") && !format.equals("base64")) {
      throw ApiError.invalid("encoding_format", "'encoding_format' must be float or base64");
    }
    List<String> texts = texts(request.path("input"));
    ObjectNode answer = CanonicalJson.MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = answer.putArray("data");
    int tokens = 0;
    for (String text : texts) {
      tokens += encoder.countTokens(text);
      ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
      put(item, encoder.embed(text), "base64".equals(format));
    }
    answer.put("model", model);
    answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return answer;
  }

  private static void put(ObjectNode item, float[] vector, boolean asBase64) {
    if (asBase64) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vector);
      item.put("embedding", bytes.array());
    } else {
      ArrayNode numbers = item.putArray("embedding");
      for (float number : vector) {
        numbers.add(number);
      }
    }
  }

  private static List<String> texts(JsonNode input) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : input.isArray() ? input : List.of(input)) {
      if (!text.isTextual() || text.textValue().length() > MAX_TEXT_CHARS) {
        throw ApiError.invalid(
            "input", "'input' must be strings of at most " + MAX_TEXT_CHARS + " characters");
      }
      texts.add(text.textValue());
    }
    if (texts.isEmpty() || texts.size() > MAX_TEXTS) {
      throw ApiError.invalid("input", "'input' must have 1 to " + MAX_TEXTS + " texts");
    }
    return texts;
  }
}
