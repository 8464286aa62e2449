package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * Checks that tools which the client describes can be called: by a name, with arguments of a stated
 * shape. Tools that a provider brings go through as they are.
 */
final class Tools {
  private static final int MAX_TOOLS = 1024;

  private Tools() {}

  static void check(StrictJson json, Endpoint endpoint) throws IOException, Malformed {
    if (json.at(JsonToken.VALUE_NULL)) {
      return;
    }
    json.requireArray("tools");
    int count = 0;
    while (!json.nextIs(JsonToken.END_ARRAY)) {
      String at = "tools[" + count + "]";
      if (count == MAX_TOOLS) {
        throw new Malformed("'tools' holds more than " + MAX_TOOLS + " tools.", "tools");
      }
      json.requireObject(at);
      switch (endpoint) {
        case MESSAGES, COUNT_TOKENS -> Described.read(json, at, "input_schema").requireAnthropic();
        case RESPONSES -> Described.read(json, at, "parameters").requireFunction();
        default -> checkChat(json, at);
      }
      count++;
    }
  }

  private static void checkChat(StrictJson json, String at) throws IOException, Malformed {
    String type = "function";
    boolean described = false;
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      switch (name.get()) {
        case "type" -> type = json.text(at + ".type");
        case "function" -> {
          json.requireObject(at + ".function");
          Described.read(json, at + ".function", "parameters").requireNameAndSchema();
          described = true;
        }
        default -> json.skip();
      }
      name = json.nextField();
    }
    if (type.equals("function") && !described) {
      throw new Malformed(
          "'" + at + "' has no function: give its name and parameters.", at + ".function");
    }
  }

  /** A tool as far as it must be described. */
  private record Described(
      String at, String schemaField, String type, boolean named, boolean strict, boolean schema) {

    static Described read(StrictJson json, String at, String schemaField)
        throws IOException, Malformed {
      String type = "";
      boolean named = false;
      boolean strict = false;
      boolean schema = false;
      Optional<String> name = json.nextField();
      while (name.isPresent()) {
        String field = name.get();
        if (field.equals("type")) {
          type = json.textOrNull(at + ".type").orElse("");
        } else if (field.equals("name")) {
          named = !json.text(at + ".name").isEmpty();
        } else if (field.equals("strict")) {
          strict = json.flag(at + ".strict");
        } else if (field.equals(schemaField) && !json.at(JsonToken.VALUE_NULL)) {
          json.requireObject(at + "." + field);
          schema = true;
          json.skip();
        } else {
          json.skip();
        }
        name = json.nextField();
      }
      return new Described(at, schemaField, type, named, strict, schema);
    }

    void requireAnthropic() throws Malformed {
      if (type.isEmpty() || type.equals("custom")) {
        requireName();
        requireSchema();
      }
    }

    void requireFunction() throws Malformed {
      if (type.equals("function")) {
        requireNameAndSchema();
      }
    }

    /** A function that says nothing of its arguments takes none; a strict one has to say so. */
    void requireNameAndSchema() throws Malformed {
      requireName();
      if (strict) {
        requireSchema();
      }
    }

    private void requireName() throws Malformed {
      if (!named) {
        throw new Malformed("'" + at + "' has no name.", at + ".name");
      }
    }

    private void requireSchema() throws Malformed {
      if (!schema) {
        throw new Malformed(
            "'%s' has no %s: give the JSON Schema of its arguments.".formatted(at, schemaField),
            at + "." + schemaField);
      }
    }
  }
}
