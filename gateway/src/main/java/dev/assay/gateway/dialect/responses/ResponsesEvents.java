package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.neutral.Sse;

/** Numbers the events of one stream. */
final class ResponsesEvents {
  private int sequenceNumber;

  /** Writes an event under the name that stands in its {@code type}. */
  void write(ObjectNode event, Sse out) {
    event.put("sequence_number", sequenceNumber);
    sequenceNumber++;
    out.event(event.path("type").asText(), event);
  }

  /** An event about the whole response. */
  void response(String type, ObjectNode response, Sse out) {
    ObjectNode event = Json.object().put("type", type);
    event.set("response", response);
    write(event, out);
  }
}
