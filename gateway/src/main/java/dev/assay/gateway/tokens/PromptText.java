package dev.assay.gateway.tokens;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/**
 * What of a request its model reads: what people, tools and their descriptions say, and neither the
 * names of fields nor what is binary.
 *
 * @param words all texts, each on lines of its own
 * @param messages how many turns they are
 * @param pictures how many images and documents stand between them
 * @param numbers tokens that the client counted out itself
 */
record PromptText(Words words, int messages, int pictures, int numbers) {
  private static final JsonFactory JSON = new JsonFactory();

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
          "url",
          "image_url",
          "file_url",
          "file_id",
          "file_data",
          "data",
          "media_type",
          "detail",
          "signature",
          "encrypted_content",
          "cache_control",
          "status",
          "ttl");

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

    PromptText text() {
      return new PromptText(words, messages, pictures, numbers);
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
          json.skipChildren();
        }
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
        said(json, token);
        if (depth == 0) {
          return;
        }
        token = json.nextToken();
      }
    }

    private void said(JsonParser json, JsonToken token) throws IOException {
      String field = json.currentName();
      if (token.isNumeric()) {
        numbers += field == null || !UNREAD.contains(field) ? 1 : 0;
      } else if (token == JsonToken.VALUE_STRING) {
        String text = json.getText();
        if ("type".equals(field) && PICTURES.contains(text)) {
          pictures++;
        } else if ((field == null || !UNREAD.contains(field)) && !text.startsWith("data:")) {
          line(text);
        }
      }
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
