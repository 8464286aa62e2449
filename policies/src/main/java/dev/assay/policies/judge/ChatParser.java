package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat completion request strictly: bytes that are not UTF-8, duplicate names, trailing
 * bytes, deep nesting and wrong types of the fields that govern it are refused; fields it does not
 * know are left alone.
 */
public final class ChatParser {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_MESSAGES = 4096;
  private static final int MAX_NAME_CHARS = 256;

  /** Policy looks at every top-level name, so their number and length bound what that costs. */
  private static final int MAX_FIELDS = 100;

  private static final int MAX_FIELD_CHARS = 64;
  private static final int MAX_NUMBER_CHARS = 64;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARS)
                  .maxNameLength(MAX_NAME_CHARS)
                  .build())
          .build();

  private final byte[] raw;
  private final TreeSet<String> fields = new TreeSet<>();
  private final List<ChatBody.Message> messages = new ArrayList<>();
  private @Nullable String model;
  private int modelFrom;
  private int modelTo;
  private int messagesFrom;
  private int messagesTo;
  private boolean stream;
  private int maxOutputTokens;
  private int choices = 1;
  private Optional<String> user = Optional.empty();

  private ChatParser(byte[] raw) {
    this.raw = raw;
  }

  /**
   * Reads the body.
   *
   * @param raw UTF-8 JSON, kept and not copied: the caller must not change it
   * @throws Malformed naming the field and what is allowed
   */
  public static ChatBody parse(byte[] raw) throws Malformed {
    Utf8.require(raw);
    ChatParser parser = new ChatParser(raw);
    try (JsonParser json = JSON.createParser(raw)) {
      return parser.read(json);
    } catch (JsonProcessingException broken) {
      throw new Malformed("The body is not valid JSON: " + broken.getOriginalMessage(), "body");
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }

  private ChatBody read(JsonParser json) throws IOException, Malformed {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new Malformed("The body must be a JSON object.", "body");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      addField(name);
      json.nextToken();
      readField(json, name);
    }
    if (json.nextToken() != null) {
      throw new Malformed("The body goes on after its JSON object ends.", "body");
    }
    String asked = model;
    if (asked == null) {
      throw new Malformed("'model' is missing: name one of the models this key may use.", "model");
    }
    if (messages.isEmpty()) {
      throw new Malformed("'messages' must hold at least one message.", "messages");
    }
    return new ChatBody(
        raw,
        asked,
        modelFrom,
        modelTo,
        messages,
        messagesFrom,
        messagesTo,
        List.copyOf(fields),
        stream,
        maxOutputTokens,
        choices,
        user);
  }

  private void addField(String name) throws Malformed {
    if (fields.size() == MAX_FIELDS || name.length() > MAX_FIELD_CHARS) {
      throw new Malformed(
          "The body has more than %d fields, or one whose name is longer than %d characters."
              .formatted(MAX_FIELDS, MAX_FIELD_CHARS),
          "body");
    }
    fields.add(name);
  }

  private void readField(JsonParser json, String name) throws IOException, Malformed {
    switch (name) {
      case "model" -> readModel(json);
      case "messages" -> readMessages(json);
      case "stream" -> stream = readBoolean(json, name);
      case "max_tokens", "max_completion_tokens" ->
          maxOutputTokens = Math.max(maxOutputTokens, readCount(json, name));
      case "n" -> choices = Math.max(1, readCount(json, name));
      case "user" -> user = Optional.of(readText(json, name));
      default -> json.skipChildren();
    }
  }

  private void readModel(JsonParser json) throws IOException, Malformed {
    modelFrom = offset(json.currentTokenLocation().getByteOffset());
    String text = readText(json, "model");
    modelTo = offset(json.currentLocation().getByteOffset());
    if (text.isEmpty() || text.length() > MAX_NAME_CHARS) {
      throw new Malformed("'model' must be 1 to " + MAX_NAME_CHARS + " characters.", "model");
    }
    model = text;
  }

  private void readMessages(JsonParser json) throws IOException, Malformed {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new Malformed("'messages' must be an array of messages.", "messages");
    }
    messagesFrom = offset(json.currentTokenLocation().getByteOffset());
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (messages.size() == MAX_MESSAGES) {
        throw new Malformed(
            "'messages' holds more than " + MAX_MESSAGES + " messages: shorten the conversation.",
            "messages");
      }
      readMessage(json);
    }
    messagesTo = offset(json.currentTokenLocation().getByteOffset());
  }

  private void readMessage(JsonParser json) throws IOException, Malformed {
    String at = "messages[" + messages.size() + "]";
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new Malformed("'" + at + "' must be an object with a role.", at);
    }
    int from = offset(json.currentTokenLocation().getByteOffset());
    String role = null;
    String text = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "role" -> role = readText(json, at + ".role");
        case "content" -> text = readContent(json);
        default -> json.skipChildren();
      }
    }
    if (role == null) {
      throw new Malformed("'" + at + "' has no role.", at + ".role");
    }
    messages.add(new ChatBody.Message(role, text, from));
  }

  /** Text of a string or of the text parts of an array; other parts go through unread. */
  private static String readContent(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return "";
    }
    StringBuilder joined = new StringBuilder();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        appendPart(json, joined);
      } else {
        json.skipChildren();
      }
    }
    return joined.toString();
  }

  private static void appendPart(JsonParser json, StringBuilder joined) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("text") && json.currentToken() == JsonToken.VALUE_STRING) {
        if (!joined.isEmpty()) {
          joined.append('\n');
        }
        joined.append(json.getText());
      } else {
        json.skipChildren();
      }
    }
  }

  private static String readText(JsonParser json, String name) throws IOException, Malformed {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new Malformed("'" + name + "' must be a string.", name);
    }
    return json.getText();
  }

  private static boolean readBoolean(JsonParser json, String name) throws IOException, Malformed {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw new Malformed("'" + name + "' must be true or false.", name);
    };
  }

  private static int readCount(JsonParser json, String name) throws IOException, Malformed {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return 0;
    }
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
        || json.getNumberType() != JsonParser.NumberType.INT
        || json.getIntValue() < 1) {
      throw new Malformed("'" + name + "' must be a whole number of at least 1.", name);
    }
    return json.getIntValue();
  }

  private static int offset(long bytes) {
    return Math.toIntExact(bytes);
  }

  /** The body cannot be read; nothing was judged or sent. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;

    Malformed(String message, String field) {
      super(message, null, false, false);
      this.field = field;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }

    /** The field at fault. */
    public String field() {
      return field;
    }
  }
}
