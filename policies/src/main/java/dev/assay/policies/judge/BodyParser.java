package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.assay.policies.judge.ParsedBody.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model call strictly: bytes that are not UTF-8, duplicate names, trailing bytes, deep
 * nesting and wrong types of the fields that govern it are refused; fields it does not know are
 * left alone.
 */
public final class BodyParser {
  private static final int MAX_MODEL_CHARS = 256;

  /** Policy looks at every top-level name, so their number and length bound what that costs. */
  private static final int MAX_FIELDS = 100;

  private static final int MAX_FIELD_CHARS = 64;

  private final byte[] raw;
  private final Endpoint endpoint;
  private final Optional<String> unnamed;
  private final BodyShape shape;
  private final UsageAsking usage;
  private final TreeSet<String> fields = new TreeSet<>();
  private @Nullable String model;
  private Span modelPlace = new Span(0, 0);
  private boolean stream;
  private boolean stores;
  private int maxOutputTokens;
  private Optional<Span> limitPlace = Optional.empty();
  private int choices = 1;
  private Optional<String> user = Optional.empty();

  private BodyParser(Endpoint endpoint, byte[] raw, Optional<String> unnamed) {
    this.unnamed = unnamed;
    this.endpoint = endpoint;
    this.raw = raw;
    this.shape =
        switch (endpoint) {
          case CHAT_COMPLETIONS -> new ChatShape();
          case RESPONSES -> new ResponsesShape();
          case COMPLETIONS -> new CompletionsShape();
          case EMBEDDINGS -> new EmbeddingsShape();
          case MESSAGES, COUNT_TOKENS -> new MessagesShape();
        };
    this.usage = new UsageAsking();
  }

  /**
   * Reads the body.
   *
   * @param raw UTF-8 JSON, kept and not copied: the caller must not change it
   * @throws Malformed naming the field and what is allowed
   */
  public static ParsedBody parse(Endpoint endpoint, byte[] raw) throws Malformed {
    return parse(endpoint, raw, Optional.empty());
  }

  /**
   * Reads a body that need not name its model.
   *
   * @param unnamed the alias that is put into a body that names none
   */
  public static ParsedBody parse(Endpoint endpoint, byte[] raw, Optional<String> unnamed)
      throws Malformed {
    Utf8.require(raw);
    try (StrictJson json = new StrictJson(raw, References.ofModelCall())) {
      return new BodyParser(endpoint, raw, unnamed).read(json);
    } catch (JsonProcessingException broken) {
      throw new Malformed("The body is not valid JSON: " + broken.getOriginalMessage(), "body");
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }

  private ParsedBody read(StrictJson json) throws IOException, Malformed {
    if (!json.nextIs(JsonToken.START_OBJECT)) {
      throw new Malformed("The body must be a JSON object.", "body");
    }
    int inside = json.from() + 1;
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      addField(name.get());
      readField(json, name.get());
      name = json.nextField();
    }
    if (json.next().isPresent()) {
      throw new Malformed("The body goes on after its JSON object ends.", "body");
    }
    String asked = model;
    if (asked == null) {
      return parse(endpoint, named(inside), Optional.empty());
    }
    BodyShape.Reading said = shape.end(inside);
    boolean asksForUsage =
        stream && (endpoint == Endpoint.CHAT_COMPLETIONS || endpoint == Endpoint.COMPLETIONS);
    return new ParsedBody(
        endpoint,
        raw,
        asked,
        modelPlace,
        said.messages(),
        said.seams(),
        asksForUsage ? usage.place(inside) : Optional.empty(),
        limitPlace.orElse(new Span(inside, inside)),
        List.copyOf(fields),
        stream,
        maxOutputTokens,
        choices,
        user.or(said::user),
        json.references().all(),
        json.references().repeated(),
        stores && endpoint == Endpoint.CHAT_COMPLETIONS,
        said.conversation());
  }

  /** The same with the model that stands for none: what was read and what is sent stay one. */
  private byte[] named(int inside) throws Malformed {
    String alias =
        unnamed.orElseThrow(() ->
            new Malformed("'model' is missing: name one of the models this key may use.", "model"));
    String field =
        "\"model\":\""
            + new String(JsonStringEncoder.getInstance().quoteAsString(alias))
            + (fields.isEmpty() ? "\"" : "\",");
    ByteArrayOutputStream named = new ByteArrayOutputStream(raw.length + field.length());
    named.write(raw, 0, inside);
    named.writeBytes(field.getBytes(StandardCharsets.UTF_8));
    named.write(raw, inside, raw.length - inside);
    return named.toByteArray();
  }

  private void addField(String name) throws Malformed {
    if (fields.size() == MAX_FIELDS || name.length() > MAX_FIELD_CHARS) {
      throw new Malformed(
          "The body has more than %d fields, or one whose name is longer than %d characters."
              .formatted(MAX_FIELDS, MAX_FIELD_CHARS),
          "body");
    }
    if (name.equalsIgnoreCase("model") && !name.equals("model")) {
      throw new Malformed("'model' is one field with one name.", "model");
    }
    fields.add(name);
  }

  private void readField(StrictJson json, String name) throws IOException, Malformed {
    switch (name) {
      case "model" -> readModel(json);
      case "stream" -> stream = json.flag(name);
      case "store" -> stores = json.flag(name);
      case "stream_options" -> usage.read(json);
      case "max_tokens", "max_completion_tokens", "max_output_tokens" -> readLimit(json, name);
      case "n" -> choices = Math.max(choices, json.count(name));
      case "best_of" -> choices = Math.max(choices, json.amount(name));
      case "background" -> requireForeground(json);
      case "user" -> user = json.textOrNull(name);
      case "tools" -> Tools.check(json, endpoint);
      default -> {
        if (!shape.read(name, json)) {
          json.skip();
        }
      }
    }
  }

  /** Only what the endpoint goes by: another's field limits nothing here. */
  private void readLimit(StrictJson json, String name) throws IOException, Malformed {
    int limit = json.amount(name);
    boolean older = endpoint == Endpoint.CHAT_COMPLETIONS && name.equals("max_tokens");
    if (older || name.equals(endpoint.answerLimit())) {
      maxOutputTokens = Math.max(maxOutputTokens, limit);
      if (limit == 0) {
        limitPlace = Optional.of(json.skipped());
      }
    }
  }

  /** What is answered later is seen by nobody who counts or looks through it. */
  private static void requireForeground(StrictJson json) throws Malformed {
    if (json.flag("background")) {
      throw new Malformed(
          "'background' must be false: what is answered later could not be counted, paid for or"
              + " looked through by your tenant's rules. Wait for the answer, or stream it.",
          "background");
    }
  }

  private void readModel(StrictJson json) throws IOException, Malformed {
    String text = json.text("model");
    modelPlace = json.skipped();
    if (text.isEmpty() || text.length() > MAX_MODEL_CHARS) {
      throw new Malformed("'model' must be 1 to " + MAX_MODEL_CHARS + " characters.", "model");
    }
    model = text;
  }
}
