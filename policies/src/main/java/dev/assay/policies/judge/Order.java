package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonToken;
import dev.assay.policies.tenant.Surface;
import java.io.IOException;
import java.util.Optional;

/**
 * What a request that passes through orders by the piece, read from its JSON.
 *
 * @param images how many are to be made; 0 where it makes none
 * @param size of each, in the client's words; empty for none
 * @param quality of each, in the client's words; empty for none
 * @param characters to be spoken
 */
public record Order(int images, String size, String quality, int characters) {
  /** Nothing that is counted by the piece. */
  public static final Order NONE = new Order(0, "", "", 0);

  private static final int MAX_IMAGES = 128;
  private static final int MAX_WORD_CHARS = 32;

  /**
   * What this request orders; nothing where its body is a form, which is not read.
   *
   * @throws Malformed when it can't be counted
   */
  public static Order of(OpaqueBody body) throws Malformed {
    boolean makesImages = body.surface() == Surface.IMAGES;
    boolean speaks = body.surface() == Surface.AUDIO && body.path().endsWith("/speech");
    if ((!makesImages && !speaks) || !body.makes() || body.raw().length == 0) {
      return NONE;
    }
    try (StrictJson json = new StrictJson(body.raw(), References.ofAllKinds())) {
      return makesImages ? images(json) : speech(json);
    } catch (IOException impossible) {
      throw new IllegalStateException("it was read as JSON before", impossible);
    }
  }

  private static Order images(StrictJson json) throws IOException, Malformed {
    int images = 1;
    String size = "";
    String quality = "";
    json.next();
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      switch (name.get()) {
        case "n" -> images = Math.max(1, json.count("n"));
        case "size" -> size = word(json, "size");
        case "quality" -> quality = word(json, "quality");
        default -> json.skip();
      }
      name = json.nextField();
    }
    if (images > MAX_IMAGES) {
      throw new Malformed("'n' must be at most " + MAX_IMAGES + ".", "n");
    }
    return new Order(images, size, quality, 0);
  }

  private static Order speech(StrictJson json) throws IOException, Malformed {
    int characters = 0;
    json.next();
    Optional<String> name = json.nextField();
    while (name.isPresent()) {
      if (name.get().equals("input") && json.at(JsonToken.VALUE_STRING)) {
        String text = json.text("input");
        characters = text.codePointCount(0, text.length());
      } else {
        json.skip();
      }
      name = json.nextField();
    }
    return new Order(0, "", "", characters);
  }

  private static String word(StrictJson json, String field) throws IOException, Malformed {
    String word = json.textOrNull(field).orElse("");
    if (word.length() > MAX_WORD_CHARS) {
      throw new Malformed(
          "'" + field + "' must be at most " + MAX_WORD_CHARS + " characters.", field);
    }
    return word;
  }
}
