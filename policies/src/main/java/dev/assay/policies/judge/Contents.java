package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** Text out of what a message may hold. */
final class Contents {
  private Contents() {}

  /** Text of a string or of the text parts of an array; other parts go through unread. */
  static String text(StrictJson json, String field) throws IOException, Malformed {
    if (json.at(JsonToken.VALUE_STRING)) {
      return json.text(field);
    }
    if (!json.at(JsonToken.START_ARRAY)) {
      json.skip();
      return "";
    }
    StringBuilder joined = new StringBuilder();
    while (!json.nextIs(JsonToken.END_ARRAY)) {
      if (json.at(JsonToken.START_OBJECT)) {
        appendPart(json, joined, field);
      } else {
        json.skip();
      }
    }
    return joined.toString();
  }

  private static void appendPart(StrictJson json, StringBuilder joined, String field)
      throws IOException, Malformed {
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      if (name.get().equals("text") && json.at(JsonToken.VALUE_STRING)) {
        joined.append(joined.isEmpty() ? "" : "\n").append(json.text(field));
      } else {
        json.skip();
      }
      name = json.nextField();
    }
  }
}
