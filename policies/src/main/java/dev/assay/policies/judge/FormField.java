package dev.assay.policies.judge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A field of a form that passes through, as far as it names something.
 *
 * @param name such as {@code model}, {@code file_ids[]} or {@code video[id]}
 */
public record FormField(String name) {
  private static final String MODEL = "model";
  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** Whether its value is the alias of a model. */
  public boolean isModel() {
    return name.equals(MODEL);
  }

  /** Whether some readers would take it for that. */
  public boolean posesAsModel() {
    return !isModel() && NamedModels.isModel(name);
  }

  /** Whether it may say which model is asked, or what is kept, if only to some readers. */
  public boolean mayName() {
    return NamedModels.parts(name).stream().anyMatch(References::mayBeNamedIn);
  }

  /** What policy judges of it, as of a JSON body's fields: each part of its name, in lower case. */
  public List<String> judged() {
    return NamedModels.parts(name).stream()
        .map(part -> part.toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }

  /**
   * Names of what is kept that its value may be.
   *
   * @param json whether it says that the value is JSON
   * @throws Malformed where the value hides what it names
   */
  public List<String> refersTo(String value, boolean json) throws Malformed {
    References references = References.ofAllKinds();
    String text = stripped(value);
    String field =
        NamedModels.parts(name).stream().filter(References::mayBeNamedIn).findFirst().orElse("");
    if (!field.isEmpty()) {
      references.search(text);
    }
    boolean scalar = !field.isEmpty() && text.startsWith("\"");
    if (json || scalar || text.startsWith("{") || text.startsWith("[")) {
      lookInside(text, json, field, references);
    }
    return references.all();
  }

  private void lookInside(String text, boolean json, String field, References references)
      throws Malformed {
    try (StrictJson inside =
        new StrictJson(text.getBytes(StandardCharsets.UTF_8), references, field)) {
      if (inside.next().isPresent()) {
        inside.skip();
      }
      if (inside.next().isPresent()) {
        throw new IOException("it goes on after its end");
      }
    } catch (IOException unreadable) {
      // What only looks like JSON is text to most, and JSON to a reader that is less strict.
      if (json || text.contains("\\")) {
        throw new Malformed("'" + name + "' is not valid JSON.", name);
      }
      references.search(text);
    }
  }

  /** Without what some readers pass over before they look what a text is. */
  private static String stripped(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && isBlank(value.charAt(from))) {
      from++;
    }
    while (from < to && isBlank(value.charAt(to - 1))) {
      to--;
    }
    return value.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || c == BYTE_ORDER_MARK || Character.isWhitespace(c);
  }
}
