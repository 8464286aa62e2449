package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.assay.policies.canonical.ForeignJson;
import dev.assay.policies.tenant.Surface;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Models that a request names anywhere but in its own field {@code model}. */
final class NamedModels {
  private static final int MAX = 20;
  private static final int MAX_CHARS = 256;
  private static final int MAX_ESCAPED = 4;
  private static final String MODEL = "model";
  private static final JsonFactory JSON = ForeignJson.FACTORY;
  private static final Pattern PAIRS = Pattern.compile("[&;]");
  private static final Pattern PARTS = Pattern.compile("[\\[\\].]+");
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

  /** What a provider keeps as it is, and reads nothing out of. */
  private static final Set<String> DATA = Set.of("metadata", "attributes");

  private static final Set<String> DATA_OF_EVALS =
      Set.of("metadata", "attributes", "item", "item_schema");

  private NamedModels() {}

  /** Whether some reader may find a model in a query, however it is written. */
  static boolean inQuery(String query) {
    return PAIRS
        .splitAsStream(query)
        .map(pair -> pair.substring(0, pair.indexOf('=') < 0 ? pair.length() : pair.indexOf('=')))
        .anyMatch(name -> isModel(name.replace('+', ' ')));
  }

  /** Whether some reader may take a field of this name for the model. */
  static boolean isModel(String field) {
    List<String> parts = parts(field);
    return !parts.isEmpty() && parts.getFirst().equalsIgnoreCase(MODEL);
  }

  /** {@code a[b][].c} is {@code a}, {@code b} and {@code c}, escaped or not. */
  static List<String> parts(String field) {
    return PARTS
        .splitAsStream(unescaped(field))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /**
   * However often it was escaped, as who reads it may unescape it more than once. What is escaped
   * oftener than anybody reads is taken for the model: it has something to hide.
   */
  private static String unescaped(String text) {
    String before = text;
    for (int times = 0; times < MAX_ESCAPED; times++) {
      String after = once(before);
      if (after.equals(before)) {
        return after;
      }
      before = after;
    }
    return MODEL;
  }

  private static String once(String text) {
    return text.indexOf('%') < 0
        ? text
        : ESCAPE
            .matcher(text)
            .replaceAll(found ->
                java.util.regex.Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(found.group(1), 16))));
  }

  /** Whether what the request does with the models within it is nobody's here to judge. */
  static boolean exempt(Surface surface, String path) {
    return surface == Surface.BATCHES
        || (surface == Surface.FINE_TUNING
            && path.toLowerCase(Locale.ROOT).startsWith("/fine_tuning/jobs"));
  }

  /**
   * Those that a JSON object names below its top, such as a grader's.
   *
   * @param raw read as JSON before
   */
  static List<String> within(Surface surface, byte[] raw) throws Malformed {
    Set<String> data = surface == Surface.EVALS ? DATA_OF_EVALS : DATA;
    Set<String> models = new LinkedHashSet<>();
    try (JsonParser json = JSON.createParser(raw)) {
      int depth = 0;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.FIELD_NAME && data.contains(json.currentName())) {
          json.nextToken();
          json.skipChildren();
        } else if (token == JsonToken.VALUE_STRING
            && depth > 1
            && MODEL.equalsIgnoreCase(json.currentName())) {
          add(json.getText(), models);
        }
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("it was read as JSON before", impossible);
    }
    return List.copyOf(models);
  }

  private static void add(String model, Set<String> models) throws Malformed {
    models.add(model);
    if (models.size() > MAX || model.length() > MAX_CHARS) {
      throw new Malformed(
          "The body names more than "
              + MAX
              + " models, or one of over "
              + MAX_CHARS
              + " characters.",
          MODEL);
    }
  }
}
