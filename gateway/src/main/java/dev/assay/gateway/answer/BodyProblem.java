package dev.assay.gateway.answer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a JSON body, for whoever wrote it: the field, what was found, what is allowed.
 *
 * @param message a sentence without the parser's words
 * @param field such as {@code artifact.examples[0].output}; {@code body} where it is no field
 */
public record BodyProblem(String message, String field) {
  private static final String WHOLE = "body";
  private static final int MAX_SHOWN_CHARS = 60;
  private static final Pattern TWICE = Pattern.compile("^Duplicate field '(.*)'$", Pattern.DOTALL);

  /**
   * The problem behind what the parser threw.
   *
   * @param body what was parsed
   */
  public static BodyProblem of(JsonProcessingException wrong, byte[] body) {
    Throwable root = rootCause(wrong);
    if (root instanceof StreamReadException unreadable) {
      return new BodyProblem("The body is no JSON object" + place(unreadable), WHOLE);
    }
    if (!(wrong instanceof JsonMappingException mapping)) {
      return new BodyProblem("The body is more than is read of a JSON object.", WHOLE);
    }
    String field = shortened(path(mapping));
    JsonNode found = found(mapping, body);
    if (root instanceof IllegalArgumentException refused) {
      return new BodyProblem(named(field) + " is wrong: " + refused.getMessage() + ".", field);
    }
    return switch (mapping) {
      case UnrecognizedPropertyException unknown ->
          new BodyProblem(
              named(field) + " is not known here; known are " + known(unknown) + ".", field);
      case InvalidTypeIdException kind when !found.isObject() && !field.equals(WHOLE) ->
          mismatch(field, found, kind.getBaseType().getRawClass());
      case InvalidTypeIdException kind -> kind(kind, field);
      case MismatchedInputException other when body.length == 0 || field.equals(WHOLE) ->
          new BodyProblem("The body must be one JSON object, and is " + shown(found) + ".", WHOLE);
      case MismatchedInputException other -> mismatch(field, found, other.getTargetType());
      default -> mismatch(field, found, null);
    };
  }

  private static BodyProblem mismatch(String field, JsonNode found, @Nullable Class<?> wanted) {
    String must = wanted == null ? "" : "; it must be " + allowed(wanted);
    return new BodyProblem(named(field) + " is " + shown(found) + must + ".", field);
  }

  /** The field that says which kind of thing this is. */
  private static BodyProblem kind(InvalidTypeIdException wrong, String parent) {
    String field = parent.equals(WHOLE) ? "kind" : parent + ".kind";
    JsonSubTypes kinds = wrong.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
    String allowed =
        kinds == null
            ? ""
            : "; it must be one of "
                + Arrays.stream(kinds.value())
                    .map(JsonSubTypes.Type::name)
                    .collect(Collectors.joining(", "));
    String found = wrong.getTypeId() == null ? "missing" : "'" + shortened(wrong.getTypeId()) + "'";
    return new BodyProblem(named(field) + " is " + found + allowed + ".", field);
  }

  private static String known(UnrecognizedPropertyException unknown) {
    Collection<Object> names = unknown.getKnownPropertyIds();
    return names == null || names.isEmpty()
        ? "none"
        : names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String allowed(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a whole number";
    }
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(word -> CanonicalJson.MAPPER.convertValue(word, String.class))
              .collect(Collectors.joining(", "));
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type.isRecord() || type.isInterface() || Map.class.isAssignableFrom(type)
        ? "an object"
        : "text";
  }

  private static String shown(JsonNode found) {
    return switch (found.getNodeType()) {
      case MISSING -> "missing";
      case OBJECT, POJO -> "an object";
      case ARRAY -> "a list";
      case STRING -> "'" + shortened(found.textValue()) + "'";
      case NUMBER, BOOLEAN, NULL, BINARY -> shortened(found.asText());
    };
  }

  private static String shortened(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}", " ");
    return oneLine.length() <= MAX_SHOWN_CHARS
        ? oneLine
        : oneLine.substring(0, MAX_SHOWN_CHARS) + "…";
  }

  private static String named(String field) {
    return field.equals(WHOLE) ? "The body" : "'" + field + "'";
  }

  private static String place(StreamReadException wrong) {
    JsonLocation at = wrong.getLocation();
    Matcher twice = TWICE.matcher(wrong.getOriginalMessage());
    return ": line %d, column %d %s."
        .formatted(
            at == null ? 1 : at.getLineNr(),
            at == null ? 1 : at.getColumnNr(),
            twice.find() ? "has '" + shortened(twice.group(1)) + "' again" : "can't be read");
  }

  private static String path(JsonMappingException mapping) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? WHOLE : path.toString();
  }

  private static JsonNode found(JsonMappingException mapping, byte[] body) {
    try {
      JsonNode node = Objects.requireNonNull(CanonicalJson.MAPPER.readTree(body));
      for (JsonMappingException.Reference step : mapping.getPath()) {
        node =
            step.getFieldName() == null
                ? node.path(step.getIndex())
                : node.path(step.getFieldName());
      }
      return node;
    } catch (IOException unreadable) {
      return MissingNode.getInstance();
    }
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
