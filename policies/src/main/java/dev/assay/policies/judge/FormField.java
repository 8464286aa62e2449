package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A field of a form that passes through, as far as it names something.
 *
 * @param name such as {@code model}, {@code file_ids[]} or {@code video[id]}
 */
public record FormField(String name) {
  private static final String MODEL = "model";

  /** Whether its value is the alias of a model. */
  public boolean isModel() {
    return name.equals(MODEL);
  }

  /** Whether some readers would take it for that. */
  public boolean posesAsModel() {
    return !isModel() && parts().size() == 1 && parts().getFirst().equalsIgnoreCase(MODEL);
  }

  /** Whether it may say which model is asked, or what is kept, if only to some readers. */
  public boolean mayName() {
    return parts().stream().anyMatch(References::mayBeNamedIn);
  }

  /**
   * Names of what is kept that its value may be.
   *
   * @param json whether it says that the value is JSON
   * @throws Malformed where the value hides what it names
   */
  public List<String> refersTo(String value, boolean json) throws Malformed {
    References references = References.ofAllKinds();
    for (String part : parts()) {
      if (References.mayBeNamedIn(part)) {
        references.look(part, value.strip());
      }
    }
    String text = value.strip();
    if (json || text.startsWith("{") || text.startsWith("[")) {
      lookInside(text, json, references);
    }
    return references.all();
  }

  private void lookInside(String text, boolean json, References references) throws Malformed {
    String field = parts().stream().filter(References::mayBeNamedIn).findFirst().orElse("");
    try (StrictJson inside =
        new StrictJson(text.getBytes(StandardCharsets.UTF_8), references, field)) {
      if (inside.nextIs(JsonToken.START_OBJECT) || inside.at(JsonToken.START_ARRAY)) {
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

  /** {@code a[b][]} is {@code a} and {@code b}. */
  private List<String> parts() {
    return List.of(name.replace("]", "").split("\\["));
  }
}
