package dev.assay.policies.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.assay.policies.canonical.ForeignJson;
import java.io.IOException;
import java.util.Set;

/**
 * Whether two JSON texts say the same but for what people and tools wrote in them: same fields in
 * the same order, same numbers, same structure. Of strings only those may differ that {@link
 * Naming} doesn't know, and those whose fields are somebody's own.
 */
final class SameButText {
  private static final JsonFactory JSON = ForeignJson.FACTORY;

  /** Inside of these, below the first level, any field is somebody's own. */
  private static final Set<String> FREE = Set.of("input", "arguments");

  /** The same at the first level. */
  private static final String FREE_OUTERMOST = "metadata";

  private SameButText() {}

  static boolean are(byte[] before, byte[] after) {
    try (JsonParser one = JSON.createParser(before);
        JsonParser other = JSON.createParser(after)) {
      for (JsonToken token = one.nextToken(); token != null; token = one.nextToken()) {
        if (other.nextToken() != token) {
          return false;
        }
        boolean free = token == JsonToken.VALUE_STRING && mayDiffer(one.getParsingContext());
        if (!free && !one.getText().equals(other.getText())) {
          return false;
        }
      }
      return other.nextToken() == null;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean mayDiffer(JsonStreamContext at) {
    JsonStreamContext named = at;
    while (!named.inRoot() && !named.hasCurrentName()) {
      named = named.getParent();
    }
    return named.inRoot() || !Naming.names(named.getCurrentName()) || isFree(at);
  }

  private static boolean isFree(JsonStreamContext at) {
    JsonStreamContext around = at.getParent();
    while (around != null && !around.inRoot()) {
      boolean outermost = around.getParent().inRoot();
      String name = around.hasCurrentName() ? around.getCurrentName() : "";
      if (outermost ? name.equals(FREE_OUTERMOST) : FREE.contains(name)) {
        return true;
      }
      around = around.getParent();
    }
    return false;
  }
}
