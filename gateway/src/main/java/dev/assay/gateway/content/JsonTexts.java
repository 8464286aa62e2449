package dev.assay.gateway.content;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.assay.policies.canonical.ForeignJson;
import dev.assay.policies.judge.Naming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The strings of a JSON text that people, models and tools wrote, each with the bytes where it
 * stands, so that one can be replaced and every other byte stays as it came. Escapes are read, so
 * they hide nothing.
 *
 * @param root what its outermost fields tell
 * @param texts in their order
 * @param tokens where {@code logprobs} stand, which repeat an answer token by token
 * @param finished choices that end here
 * @param items how many things its outermost arrays hold
 */
record JsonTexts(
    JsonPlace root, List<Text> texts, List<Edit> tokens, List<Integer> finished, int items) {
  private static final JsonFactory JSON = ForeignJson.FACTORY;

  JsonTexts {
    texts = List.copyOf(texts);
    tokens = List.copyOf(tokens);
    finished = List.copyOf(finished);
  }

  /**
   * One string.
   *
   * @param from the byte of its opening quote
   * @param to the byte after its closing quote
   * @param item its position in an array; -1 outside of one
   * @param words what of it is to be looked through
   * @param fixed whether nothing of it can be put out: it passes whole or not at all
   */
  record Text(
      JsonPlace in,
      String leaf,
      int item,
      int from,
      int to,
      String value,
      String words,
      boolean fixed) {
    String place() {
      return in.of(leaf, item);
    }

    int scope() {
      return in.scope();
    }
  }

  /** Whether it says of itself that it is an error. */
  boolean isError() {
    return root.hasError();
  }

  /** Bytes that others take the place of. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way through, never compared
  record Edit(int from, int to, byte[] instead) {}

  /**
   * Reads a JSON object.
   *
   * @return nothing when it is none
   */
  static Optional<JsonTexts> read(byte[] json, Contents contents) {
    try (JsonParser parser = JSON.createParser(json)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          ? new Reader(parser, contents).read()
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  static Edit replace(Text text, String value) {
    return new Edit(text.from(), text.to(), string(value));
  }

  static byte[] edited(byte[] json, List<Edit> edits) {
    List<Edit> inOrder = edits.stream().sorted(Comparator.comparingInt(Edit::from)).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length);
    int at = 0;
    for (Edit edit : inOrder) {
      out.write(json, at, edit.from() - at);
      out.writeBytes(edit.instead());
      at = edit.to();
    }
    out.write(json, at, json.length - at);
    return out.toByteArray();
  }

  private static byte[] string(String value) {
    return ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static final class Reader {
    private final JsonParser json;
    private final Contents contents;
    private final JsonPlace root = JsonPlace.root();
    private final List<Text> texts = new ArrayList<>();
    private final List<Edit> tokens = new ArrayList<>();
    private final List<JsonPlace> ends = new ArrayList<>();
    private int items;

    Reader(JsonParser json, Contents contents) {
      this.json = json;
      this.contents = contents;
    }

    Optional<JsonTexts> read() throws IOException {
      JsonPlace at = root;
      for (JsonToken token = json.nextToken();
          token != null && at != null;
          token = json.nextToken()) {
        at = step(at, token);
      }
      List<Integer> finished = ends.stream().map(JsonPlace::scope).toList();
      return at == null
          ? Optional.of(new JsonTexts(root, texts, tokens, finished, items))
          : Optional.empty();
    }

    private @Nullable JsonPlace step(JsonPlace at, JsonToken token) throws IOException {
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          return enter(at, token == JsonToken.START_ARRAY);
        }
        case END_OBJECT, END_ARRAY -> {
          return at.parent();
        }
        case FIELD_NAME -> name(at);
        case VALUE_STRING -> string(at);
        case VALUE_NUMBER_INT -> {
          at.nextItem();
          if (json.getNumberType() == JsonParser.NumberType.INT) {
            at.number(json.getIntValue());
          }
        }
        default -> at.nextItem();
      }
      return at;
    }

    private JsonPlace enter(JsonPlace at, boolean array) throws IOException {
      if (!contents.everything() && at.leaf().equals("logprobs") && !at.free()) {
        int from = Math.toIntExact(json.currentTokenLocation().getByteOffset());
        json.skipChildren();
        int to = Math.toIntExact(json.currentLocation().getByteOffset());
        String none = array ? "[]" : "null";
        tokens.add(new Edit(from, to, none.getBytes(StandardCharsets.UTF_8)));
        at.nextItem();
        return at;
      }
      if (at.isOutermostArray()) {
        items++;
      }
      return at.enter(array, contents);
    }

    /** What a field is called reaches a model as well. */
    private void name(JsonPlace at) throws IOException {
      String name = json.currentName();
      at.field(name);
      if (contents.everything() && !Contents.isPlain(name)) {
        texts.add(new Text(at, name, -1, from(), to(), name, name, true));
      }
    }

    private void string(JsonPlace at) throws IOException {
      int item = at.nextItem();
      String leaf = at.leaf();
      int from = from();
      String value = json.getText();
      at.word(value);
      if (leaf.equals("finish_reason") && !value.isEmpty()) {
        ends.add(at);
      }
      if (at.holdsContent(contents) && (at.free() || !contents.skips(leaf, value))) {
        texts.add(text(at, leaf, item, from, value));
      }
    }

    private Text text(JsonPlace at, String leaf, int item, int from, String value)
        throws IOException {
      if (!contents.everything()) {
        return new Text(at, leaf, item, from, to(), value, value, false);
      }
      String words = Encoded.words(leaf, value);
      boolean named = !at.free() && Naming.names(leaf);
      return new Text(at, leaf, item, from, to(), value, words, named || !words.equals(value));
    }

    private int from() {
      return Math.toIntExact(json.currentTokenLocation().getByteOffset());
    }

    private int to() {
      return Math.toIntExact(json.currentLocation().getByteOffset());
    }
  }
}
