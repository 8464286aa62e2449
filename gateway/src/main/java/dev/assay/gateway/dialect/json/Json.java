package dev.assay.gateway.dialect.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON whose numbers and strings come out as they went in. */
public final class Json {
  /** A request may nest 64 deep, and a tool's arguments within it as deep again. */
  private static final int MAX_DEPTH = 128;

  private static final int MAX_NUMBER_CHARS = 256;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARS)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final ObjectReader READER = MAPPER.reader();

  private static final ObjectWriter WRITER =
      MAPPER.writer().with(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8);

  /** Half a surrogate pair has no UTF-8; as an escape it comes through. */
  private static final ObjectWriter ESCAPING =
      MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private Json() {}

  /** A new object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A new array. */
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** The JSON value of these bytes; empty when they are none. */
  public static Optional<JsonNode> parse(byte[] bytes) {
    try {
      JsonNode node = READER.readTree(bytes);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (IOException broken) {
      return Optional.empty();
    }
  }

  /** The JSON value of this text; empty when it is none. */
  public static Optional<JsonNode> parse(String text) {
    try {
      JsonNode node = READER.readTree(text);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    }
  }

  /** The object of these bytes; empty when they are no JSON object. */
  public static Optional<ObjectNode> object(byte[] bytes) {
    return parse(bytes).filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
  }

  /** Without white space, in UTF-8. */
  public static byte[] bytes(JsonNode node) {
    try {
      return WRITER.writeValueAsBytes(node);
    } catch (JsonProcessingException halfPair) {
      try {
        return ESCAPING.writeValueAsBytes(node);
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException("a tree is JSON", impossible);
      }
    }
  }

  /** Without white space. */
  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree is JSON", impossible);
    }
  }

  /** Whether there is something: neither absent nor {@code null}. */
  public static boolean isSaid(@Nullable JsonNode node) {
    return node != null && !node.isMissingNode() && !node.isNull();
  }

  /** A string's text; empty for everything else. */
  public static Optional<String> string(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  /** A count of tokens or a time in seconds; 0 for everything else. */
  public static long count(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? Math.max(0, node.longValue()) : 0;
  }
}
