package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/**
 * Whether two JSON texts say the same but for what people and tools wrote in them: same fields in
 * the same order, same numbers, same structure. Of strings only those below these top-level fields
 * may differ, and not the ones that tell what a thing is.
 */
final class SameButText {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private static final Set<String> CONTENT =
      Set.of("messages", "prediction", "input", "instructions", "prompt", "suffix", "system");

  private static final Set<String> STRUCTURE = Set.of("role", "type", "id", "tool_call_id");

  /** Inside of these, below the first level, any field is somebody's own. */
  private static final Set<String> FREE = Set.of("input", "arguments");

  private SameButText() {}

  static boolean are(byte[] before, byte[] after) {
    try (JsonParser one = JSON.createParser(before);
        JsonParser other = JSON.createParser(after)) {
      boolean content = false;
      for (JsonToken token = one.nextToken(); token != null; token = one.nextToken()) {
        if (other.nextToken() != token) {
          return false;
        }
        if (token == JsonToken.FIELD_NAME && one.getParsingContext().getParent().inRoot()) {
          content = CONTENT.contains(one.currentName());
        }
        boolean free = content && token == JsonToken.VALUE_STRING && mayDiffer(one);
        if (!free && !one.getText().equals(other.getText())) {
          return false;
        }
      }
      return other.nextToken() == null;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean mayDiffer(JsonParser at) throws IOException {
    String name = at.currentName();
    return name == null || !STRUCTURE.contains(name) || isFree(at.getParsingContext());
  }

  private static boolean isFree(JsonStreamContext at) {
    JsonStreamContext around = at.getParent();
    while (around != null && !around.inRoot()) {
      boolean outermost = around.getParent().inRoot();
      if (!outermost && around.hasCurrentName() && FREE.contains(around.getCurrentName())) {
        return true;
      }
      around = around.getParent();
    }
    return false;
  }
}
