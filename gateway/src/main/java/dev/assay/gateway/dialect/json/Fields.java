package dev.assay.gateway.dialect.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object of a request, read field by field. What nobody asked for by the time of {@link #close}
 * is refused by its name. A field that is {@code null} counts as absent.
 */
public final class Fields {
  private static final int MAX_SHOWN_CHARS = 64;
  private static final Pattern POSITION = Pattern.compile("\\[[0-9]*]");
  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");

  private final ObjectNode object;
  private final String at;
  private final Set<String> taken = new HashSet<>();

  private Fields(ObjectNode object, String at) {
    this.object = object;
    this.at = at;
  }

  /**
   * Reads an object.
   *
   * @param at its path; empty for the body itself
   */
  public static Fields of(JsonNode node, String at) throws Untranslatable {
    if (node instanceof ObjectNode object) {
      return new Fields(object, at);
    }
    throw Untranslatable.malformed(shown(at), "must be an object");
  }

  /** The path of one of its fields. */
  public String path(String name) {
    return shown(at.isEmpty() ? name : at + "." + name);
  }

  /** The object as it stands. */
  public ObjectNode node() {
    return object;
  }

  /** Where it stands. */
  public String at() {
    return at;
  }

  /** The value as it stands. */
  public @Nullable JsonNode take(String name) {
    taken.add(name);
    JsonNode value = object.get(name);
    return Json.isSaid(value) ? value : null;
  }

  /** A string. */
  public @Nullable String text(String name) throws Untranslatable {
    JsonNode value = take(name);
    if (value == null || value.isTextual()) {
      return value == null ? null : value.textValue();
    }
    throw Untranslatable.malformed(path(name), "must be a string");
  }

  /** A string that must be there. */
  public String needText(String name) throws Untranslatable {
    String text = text(name);
    if (text == null) {
      throw missing(name);
    }
    return text;
  }

  /** A number, with every digit. */
  public @Nullable BigDecimal number(String name) throws Untranslatable {
    JsonNode value = take(name);
    if (value == null || value.isNumber()) {
      return value == null ? null : value.decimalValue();
    }
    throw Untranslatable.malformed(path(name), "must be a number");
  }

  /** A whole number of at least 0. */
  public @Nullable Long count(String name) throws Untranslatable {
    JsonNode value = take(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw Untranslatable.malformed(path(name), "must be a whole number of at least 0");
    }
    return value.longValue();
  }

  /** A truth value. */
  public @Nullable Boolean flag(String name) throws Untranslatable {
    JsonNode value = take(name);
    if (value == null || value.isBoolean()) {
      return value == null ? null : value.booleanValue();
    }
    throw Untranslatable.malformed(path(name), "must be true or false");
  }

  /** An object within it. */
  public @Nullable Fields object(String name) throws Untranslatable {
    JsonNode value = take(name);
    return value == null ? null : of(value, path(name));
  }

  /** An object within it that must be there. */
  public Fields needObject(String name) throws Untranslatable {
    Fields value = object(name);
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  /** An array's items; none when it is absent. */
  public List<JsonNode> list(String name) throws Untranslatable {
    JsonNode value = take(name);
    List<JsonNode> items = new ArrayList<>();
    if (value == null) {
      return items;
    }
    if (!value.isArray()) {
      throw Untranslatable.malformed(path(name), "must be an array");
    }
    value.forEach(items::add);
    return items;
  }

  /** An array's objects; none when it is absent. */
  public List<Fields> objects(String name) throws Untranslatable {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode item : list(name)) {
      objects.add(of(item, path(name) + "[" + objects.size() + "]"));
    }
    return objects;
  }

  /**
   * Refuses a field unless it says what would hold without it too.
   *
   * @param why what the client should do, as a sentence
   * @param harmless JSON of the values that say nothing
   */
  public void refuse(String name, String why, String... harmless) throws Untranslatable {
    JsonNode value = take(name);
    if (value == null || (value.isContainerNode() && value.isEmpty())) {
      return;
    }
    String text = value.isNumber() ? value.asText() : Json.text(value);
    if (!List.of(harmless).contains(text)) {
      throw new Untranslatable(path(name), "'" + path(name) + "' cannot be translated: " + why);
    }
  }

  /** Leaves advice out, and says so; empty advice says nothing. */
  public void leaveOut(Unsaid unsaid, String name) {
    JsonNode value = take(name);
    if (value != null && !(value.isContainerNode() && value.isEmpty())) {
      unsaid.add(withoutPositions(path(name)));
    }
  }

  /** Refuses what was never asked for. */
  public void close() throws Untranslatable {
    closeTo(taken);
  }

  /** Refuses what is not among these names. */
  public void closeTo(Collection<String> known) throws Untranslatable {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!known.contains(field.getKey()) && !field.getValue().isNull()) {
        String path = path(field.getKey());
        throw new Untranslatable(
            path,
            "'"
                + path
                + "' is unknown, so it cannot be translated for this model's provider: leave it"
                + " out, or ask for a model whose provider speaks this API.");
      }
    }
  }

  /** What is told of a field that must be there. */
  public Untranslatable missing(String name) {
    return Untranslatable.malformed(path(name), "is missing");
  }

  private static String withoutPositions(String path) {
    return POSITION.matcher(path).replaceAll("");
  }

  private static String shown(String path) {
    String printable = path.isEmpty() ? "body" : UNPRINTABLE.matcher(path).replaceAll("?");
    return printable.length() <= MAX_SHOWN_CHARS
        ? printable
        : printable.substring(0, MAX_SHOWN_CHARS) + "...";
  }
}
