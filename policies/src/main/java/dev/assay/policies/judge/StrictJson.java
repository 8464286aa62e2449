package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.assay.policies.judge.ParsedBody.Span;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** A body read token by token, strictly, with the bytes at which each value stands. */
final class StrictJson implements AutoCloseable {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NAME_CHARS = 256;
  private static final int MAX_NUMBER_CHARS = 64;
  private static final int MAX_NAMES = 100_000;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          // Names are compared by what they say, and making each one of its kind is slow.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARS)
                  .maxNameLength(MAX_NAME_CHARS)
                  .build())
          .build();

  private final JsonParser json;
  private final References references;
  private final String rootField;
  private int names;

  StrictJson(byte[] raw, References references) throws IOException {
    this(raw, references, "");
  }

  /**
   * Reads what stands in a field.
   *
   * @param rootField its name; empty where it stands in none
   */
  StrictJson(byte[] raw, References references, String rootField) throws IOException {
    this.json = JSON.createParser(raw);
    this.references = references;
    this.rootField = rootField;
  }

  /** Goes to the next token; empty at the end. */
  Optional<JsonToken> next() throws IOException {
    return Optional.ofNullable(json.nextToken());
  }

  boolean nextIs(JsonToken token) throws IOException {
    return json.nextToken() == token;
  }

  boolean at(JsonToken token) {
    return json.currentToken() == token;
  }

  /**
   * Goes to the next field's value.
   *
   * @return its name; empty where the object ends
   */
  Optional<String> nextField() throws IOException, Malformed {
    if (json.nextToken() != JsonToken.FIELD_NAME) {
      return Optional.empty();
    }
    String name = name();
    json.nextToken();
    return Optional.of(name);
  }

  /** Passes over this value, and takes note of what it refers to. */
  void skip() throws IOException, Malformed {
    if (at(JsonToken.VALUE_STRING)) {
      look(field());
    } else if (json.currentToken().isStructStart()) {
      skipWithin(field());
    }
  }

  /** Passes over what stands in this object or list, which stands in a field of that name. */
  private void skipWithin(String around) throws IOException, Malformed {
    // The field by depth: a list's strings stand in the one that the list stands in.
    String[] fields = new String[MAX_DEPTH + 2];
    fields[0] = around;
    int depth = 0;
    do {
      JsonToken token = json.currentToken();
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          fields[depth + 1] = fields[depth];
          depth++;
        }
        case END_OBJECT, END_ARRAY -> depth--;
        case FIELD_NAME -> fields[depth] = name();
        case VALUE_STRING -> look(fields[depth]);
        default -> {}
      }
    } while (depth > 0 && json.nextToken() != null);
  }

  private void look(String field) throws IOException, Malformed {
    if (References.mayBeNamedIn(field)) {
      references.look(field, json.getText());
    }
  }

  /** The name of the field that this token is; what reads it takes longer the more there are. */
  private String name() throws IOException, Malformed {
    names++;
    if (names > MAX_NAMES) {
      throw new Malformed(
          "The body has more than " + MAX_NAMES + " fields in all, at all depths.", "body");
    }
    return json.currentName();
  }

  /** The field that this value stands in, by itself or in lists. */
  private String field() {
    JsonStreamContext context = json.getParsingContext();
    if (json.currentToken().isStructStart()) {
      // Its own context has no name yet.
      context = context.getParent();
    }
    while (context.inArray()) {
      context = context.getParent();
    }
    return Objects.requireNonNullElse(context.getCurrentName(), rootField);
  }

  /** What the body refers to, as far as it was read. */
  References references() {
    return references;
  }

  /** The first byte of this token. */
  int from() {
    return Math.toIntExact(json.currentTokenLocation().getByteOffset());
  }

  /** The place of this value, which is skipped. */
  Span skipped() throws IOException, Malformed {
    int from = from();
    skip();
    return new Span(from, to());
  }

  /** The byte after this token; of a string, only once its text was read. */
  private int to() throws IOException {
    json.finishToken();
    return Math.toIntExact(json.currentLocation().getByteOffset());
  }

  /** The text of a string. */
  String text(String field) throws IOException, Malformed {
    if (!at(JsonToken.VALUE_STRING)) {
      throw new Malformed("'" + field + "' must be a string.", field);
    }
    return json.getText();
  }

  /** The text of a string, or none for null. */
  Optional<String> textOrNull(String field) throws IOException, Malformed {
    return at(JsonToken.VALUE_NULL) ? Optional.empty() : Optional.of(text(field));
  }

  boolean flag(String field) throws Malformed {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw new Malformed("'" + field + "' must be true or false.", field);
    };
  }

  /** A whole number of at least 1; 0 for null. */
  int count(String field) throws IOException, Malformed {
    return whole(field, 1);
  }

  /** A whole number of at least 0; 0 for null. */
  int amount(String field) throws IOException, Malformed {
    return whole(field, 0);
  }

  private int whole(String field, int least) throws IOException, Malformed {
    if (at(JsonToken.VALUE_NULL)) {
      return 0;
    }
    if (!at(JsonToken.VALUE_NUMBER_INT)
        || json.getNumberType() != JsonParser.NumberType.INT
        || json.getIntValue() < least) {
      throw new Malformed(
          "'" + field + "' must be a whole number of at least " + least + ".", field);
    }
    return json.getIntValue();
  }

  void requireObject(String field) throws Malformed {
    if (!at(JsonToken.START_OBJECT)) {
      throw new Malformed("'" + field + "' must be an object.", field);
    }
  }

  void requireArray(String field) throws Malformed {
    if (!at(JsonToken.START_ARRAY)) {
      throw new Malformed("'" + field + "' must be an array.", field);
    }
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
