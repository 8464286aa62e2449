package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads request bodies strictly: a field that is not known is refused by name. */
final class Json {
  private Json() {}

  static byte[] bytes(JsonNode node) {
    try {
      return CanonicalJson.MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalStateException("a tree built here is always writable", unwritable);
    }
  }

  static ObjectNode object(byte[] body, Set<String> known) {
    try {
      JsonNode node = CanonicalJson.MAPPER.readTree(body);
      if (!(node instanceof ObjectNode object)) {
        throw new ApiError(400, "invalid_json", null, "the body must be a JSON object");
      }
      onlyKnown(object, known, "");
      return object;
    } catch (IOException unreadable) {
      throw new ApiError(400, "invalid_json", null, "the body is not JSON this server takes");
    }
  }

  /** Refuses fields outside {@code known}; null values count as absent. */
  static void onlyKnown(ObjectNode object, Set<String> known, String prefix) {
    object
        .properties()
        .forEach(field -> {
          if (!known.contains(field.getKey()) && !field.getValue().isNull()) {
            throw ApiError.unsupported(prefix + field.getKey());
          }
        });
  }

  static @Nullable JsonNode optional(ObjectNode object, String field) {
    JsonNode value = object.get(field);
    return value == null || value.isNull() ? null : value;
  }

  static String text(ObjectNode object, String field, int maxChars) {
    String value = optionalText(object, field, maxChars);
    if (value == null || value.isEmpty()) {
      throw ApiError.invalid(field, "'" + field + "' is required");
    }
    return value;
  }

  static @Nullable String optionalText(ObjectNode object, String field, int maxChars) {
    JsonNode value = optional(object, field);
    if (value == null) {
      return null;
    }
    if (!value.isTextual() || value.textValue().length() > maxChars) {
      throw ApiError.invalid(
          field, "'" + field + "' must be a string of at most " + maxChars + " characters");
    }
    return value.textValue();
  }

  static int integer(ObjectNode object, String field, int fallback, int least, int most) {
    JsonNode value = optional(object, field);
    if (value == null) {
      return fallback;
    }
    if (!value.canConvertToInt()
        || !value.isIntegralNumber()
        || value.intValue() < least
        || value.intValue() > most) {
      throw ApiError.invalid(
          field, "'" + field + "' must be a whole number from " + least + " to " + most);
    }
    return value.intValue();
  }

  static boolean flag(ObjectNode object, String field) {
    JsonNode value = optional(object, field);
    if (value != null && !value.isBoolean()) {
      throw ApiError.invalid(field, "'" + field + "' must be true or false");
    }
    return value != null && value.booleanValue();
  }
}
