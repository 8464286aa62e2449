package dev.assay.gateway.tokens;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.assay.policies.canonical.ForeignJson;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a request its model reads: what people, tools and their descriptions say, and neither the
 * names of fields nor what is binary.
 *
 * @param words all texts, each on lines of its own
 * @param messages how many turns they are
 * @param pictures how many images and documents stand between them
 * @param numbers tokens that the client counted out itself
 * @param chars how long all is that is not binary, read or not
 */
record PromptText(Words words, int messages, int pictures, int numbers, long chars) {
  private static final JsonFactory JSON = ForeignJson.FACTORY;

  /** Top-level fields whose text a model reads. */
  private static final Set<String> TURNS = Set.of("messages", "input", "prompt", "suffix");

  private static final Set<String> ONE_TURN = Set.of("system", "instructions");

  /** Here the names of fields are read too. */
  private static final Set<String> SCHEMAS =
      Set.of("tools", "functions", "response_format", "output_config", "output_format", "text");

  /** Fields inside of turns that no model reads as text. */
  private static final Set<String> UNREAD =
      Set.of(
          "type",
          "role",
          "id",
          "call_id",
          "tool_call_id",
          "tool_use_id",
          "file_id",
          "media_type",
          "signature",
          "encrypted_content",
          "cache_control",
          "ttl");

  /** Fields that hold what is binary, or where it is. */
  private static final Set<String> PLACES =
      Set.of("url", "image_url", "file_url", "file_data", "data");

  private static final Set<String> BYTES = Set.of("file_data", "data");
  private static final Pattern DATA_URL = Pattern.compile("^data:[\\w.+/-]+;base64,");

  private static final Set<String> PICTURES =
      Set.of("image_url", "input_image", "image", "document", "file", "input_file");

  /** Reads a request's JSON; of what can't be read, as far as it can. */
  static PromptText of(byte[] body) {
    Reader reader = new Reader();
    try (JsonParser json = JSON.createParser(body)) {
      reader.read(json);
    } catch (IOException broken) {
      // What was judged is JSON; whatever isn't says no more than it said so far.
      return reader.text();
    }
    return reader.text();
  }

  /** One pass over the JSON. */
  private static final class Reader {
    private final Words words = new Words();
    private int messages;
    private int pictures;
    private int numbers;
    private long unread;
    private final Deque<Part> parts = new ArrayDeque<>();

    /** An object of a turn; what its base64 is shows only when all of it was read. */
    private static final class Part {
      private boolean isText;
      private final List<String> bytes = new ArrayList<>();
    }

    PromptText text() {
      return new PromptText(words, messages, pictures, numbers, words.chars() + unread);
    }

    void read(JsonParser json) throws IOException {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (TURNS.contains(name) || ONE_TURN.contains(name)) {
          turns(json, value, TURNS.contains(name));
        } else if (SCHEMAS.contains(name)) {
          schema(json, value);
        } else {
          skip(json, value);
        }
      }
    }

    private void skip(JsonParser json, JsonToken first) throws IOException {
      int depth = 0;
      JsonToken token = first;
      while (true) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        unread += token == JsonToken.VALUE_STRING ? json.getTextLength() : 0;
        if (depth == 0) {
          return;
        }
        token = json.nextToken();
      }
    }

    private void turns(JsonParser json, JsonToken first, boolean many) throws IOException {
      messages += many && first == JsonToken.START_ARRAY ? 0 : 1;
      int depth = 0;
      JsonToken token = first;
      while (true) {
        if (token == JsonToken.START_OBJECT && depth == 1 && many) {
          messages++;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.START_OBJECT) {
          parts.push(new Part());
        } else if (token == JsonToken.END_OBJECT) {
          over(parts.pop());
        }
        said(json, token);
        if (depth == 0) {
          return;
        }
        token = json.nextToken();
      }
    }

    private void said(JsonParser json, JsonToken token) throws IOException {
      String field = String.valueOf(json.currentName());
      if (token.isNumeric()) {
        numbers += UNREAD.contains(field) ? 0 : 1;
      } else if (token == JsonToken.VALUE_STRING) {
        said(field, json.getText());
      }
    }

    private void said(String field, String text) {
      Part part = parts.peek();
      if (UNREAD.contains(field)) {
        unread += text.length();
        pictures += field.equals("type") && PICTURES.contains(text) ? 1 : 0;
        if (part != null && field.equals("type")) {
          part.isText = text.equals("text");
        }
      } else {
        boolean isUrl = PLACES.contains(field) && DATA_URL.matcher(text).lookingAt();
        if (part != null && BYTES.contains(field) && (isUrl || isBase64(text))) {
          part.bytes.add(text);
        } else if (!isUrl) {
          line(text);
        }
      }
    }

    private void over(Part part) {
      if (part.isText) {
        part.bytes.forEach(this::line);
      }
    }

    private static boolean isBase64(String text) {
      return text.chars()
          .allMatch(c ->
              (c >= 'a' && c <= 'z')
                  || (c >= 'A' && c <= 'Z')
                  || (c >= '0' && c <= '9')
                  || "+/=-_\r\n".indexOf(c) >= 0);
    }

    private void schema(JsonParser json, JsonToken first) throws IOException {
      int depth = 0;
      JsonToken token = first;
      while (true) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.FIELD_NAME || token.isScalarValue()) {
          line(json.getText());
        }
        if (depth == 0) {
          return;
        }
        token = json.nextToken();
      }
    }

    private void line(String text) {
      words.add(text);
      words.add("\n");
    }
  }
}
