package dev.assay.gateway.sse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assay.policies.canonical.ForeignJson;
import io.vertx.core.buffer.Buffer;
import java.util.function.Predicate;

/** Whole server-sent events, one by one. */
final class Events {
  static final ObjectMapper JSON = ForeignJson.MAPPER;

  private Events() {}

  /**
   * Shows each event's data to a reader.
   *
   * @param seen false for an event that the client must not see
   * @return what the client may see; the same buffer where that is all
   */
  static Buffer read(Buffer whole, Predicate<String> seen) {
    Buffer shown = null;
    int from = 0;
    while (from < whole.length()) {
      int to = end(whole, from);
      boolean keep = seen.test(EventData.text(whole.getString(from, to, "UTF-8")));
      if (!keep && shown == null) {
        shown = whole.getBuffer(0, from);
      } else if (keep && shown != null) {
        shown.appendBuffer(whole, from, to - from);
      }
      from = to;
    }
    return shown == null ? whole : shown;
  }

  /** The data as JSON; a missing node for what is none. */
  static JsonNode json(String data) {
    if (data.isEmpty()) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(data);
    } catch (JsonProcessingException unreadable) {
      // Not ours to mend: the client gets the same bytes.
      return MissingNode.getInstance();
    }
  }

  /** A whole answer as JSON; a missing node for what is none. */
  static JsonNode json(Buffer body) {
    try {
      return JSON.readTree(body.getBytes());
    } catch (java.io.IOException unreadable) {
      return MissingNode.getInstance();
    }
  }

  /** The position after the first empty line; the buffer's end where there is none. */
  static int end(Buffer bytes, int from) {
    boolean lineEmpty = false;
    int i = from;
    while (i < bytes.length()) {
      byte here = bytes.getByte(i);
      int next = i + 1;
      if (here == '\r' && next < bytes.length() && bytes.getByte(next) == '\n') {
        next++;
      }
      if (here != '\n' && here != '\r') {
        lineEmpty = false;
      } else if (lineEmpty || i == from) {
        return next;
      } else {
        lineEmpty = true;
      }
      i = next;
    }
    return bytes.length();
  }
}
