package dev.assay.gateway.dialect.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.dialect.json.Json;
import io.vertx.core.buffer.Buffer;

/** Server-sent events as they are written (WHATWG HTML, "server-sent events"). */
public final class Sse {
  private final Buffer bytes = Buffer.buffer();

  /** An event with a name. */
  public void event(String name, JsonNode data) {
    bytes.appendString("event: ").appendString(name).appendString("\n");
    data(data);
  }

  /** An event without a name. */
  public void data(JsonNode data) {
    bytes.appendString("data: ").appendBytes(Json.bytes(data)).appendString("\n\n");
  }

  /** The words that end OpenAI's older streams. */
  public void done() {
    bytes.appendString("data: [DONE]\n\n");
  }

  /** A comment that keeps the line open. */
  public void ping() {
    bytes.appendString(": ping\n\n");
  }

  /** All that was written. */
  public Buffer bytes() {
    return bytes;
  }
}
