package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.assay.policies.judge.ParsedBody.Span;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was read of the JSON body of a request that passes through.
 *
 * @param model empty where it names none
 * @param streams whether it asks for an answer in pieces
 * @param count {@code n}; 1 when it does not say
 * @param size {@code size}, such as {@code 1024x1024}; empty when it does not say
 */
record OpaqueJson(
    String model,
    Optional<Span> modelPlace,
    List<String> fields,
    boolean streams,
    int count,
    String size,
    List<String> refersTo,
    List<String> repeats,
    Set<String> types) {
  static final OpaqueJson NOTHING =
      new OpaqueJson("", Optional.empty(), List.of(), false, 1, "", List.of(), List.of(), Set.of());

  private static final int MAX_FIELDS = 100;

  /**
   * Reads it.
   *
   * @param draws whether {@code n} and {@code size} are of images
   */
  static OpaqueJson of(byte[] raw, Account account, boolean draws) throws Malformed {
    Utf8.require(raw);
    References references =
        account == Account.OWN ? References.unchecked() : References.ofAllKinds();
    try (StrictJson json = new StrictJson(raw, references)) {
      return of(json, draws);
    } catch (JsonProcessingException broken) {
      throw new Malformed("The body is not valid JSON: " + broken.getOriginalMessage(), "body");
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }

  private static OpaqueJson of(StrictJson json, boolean draws) throws IOException, Malformed {
    if (!json.nextIs(JsonToken.START_OBJECT)) {
      throw new Malformed("The body must be a JSON object.", "body");
    }
    String model = "";
    boolean streams = false;
    int count = 1;
    String size = "";
    Optional<Span> place = Optional.empty();
    Set<String> fields = new TreeSet<>();
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      fields.add(name.get());
      if (fields.size() > MAX_FIELDS) {
        throw new Malformed("The body has more than " + MAX_FIELDS + " fields.", "body");
      }
      if (name.get().equals("stream")) {
        streams = json.flag("stream");
      } else if (draws && name.get().equals("n")) {
        count = Math.max(1, json.count("n"));
      } else if (draws && name.get().equals("size") && json.at(JsonToken.VALUE_STRING)) {
        size = json.text("size");
      } else if (name.get().equalsIgnoreCase("model") && !json.at(JsonToken.VALUE_NULL)) {
        model = model(name.get(), json);
        place = Optional.of(json.skipped());
      } else {
        json.skip();
      }
      name = json.nextField();
    }
    if (json.next().isPresent()) {
      throw new Malformed("The body goes on after its JSON object ends.", "body");
    }
    return new OpaqueJson(
        model,
        place,
        List.copyOf(fields),
        streams,
        count,
        size,
        json.references().all(),
        json.references().repeated(),
        json.references().types());
  }

  /** What some readers would take for the model is it for all, or does not pass. */
  private static String model(String field, StrictJson json) throws IOException, Malformed {
    if (!field.equals("model")) {
      throw new Malformed("'model' is one field with one name.", "model");
    }
    String model = json.text("model");
    if (model.isEmpty()) {
      throw new Malformed("'model' is empty: name one, or leave it out.", "model");
    }
    return model;
  }
}
