package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.neutral.Asked;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The object around an answer's items. It repeats the request's settings as OpenAI's does, but not
 * its instructions: what the gateway added stands there too.
 */
final class ResponsesEnvelope {
  private static final String PREFIX = "resp_";

  /** Settings that come back as they were sent, else {@code null}. */
  private static final List<String> OPTIONAL =
      List.of("max_output_tokens", "temperature", "top_p", "user", "reasoning", "top_logprobs");

  /** Settings that OpenAI fills in. */
  private static final SortedMap<String, String> FILLED =
      new TreeMap<>(
          Map.of(
              "metadata", "{}",
              "parallel_tool_calls", "true",
              "text", "{\"format\":{\"type\":\"text\"}}",
              "tool_choice", "\"auto\"",
              "tools", "[]"));

  private final Asked asked;
  private final String id;
  private final String model;
  private final long createdSeconds;

  ResponsesEnvelope(Asked asked, String id, String model, long createdSeconds) {
    this.asked = asked;
    this.id = id.startsWith(PREFIX) ? id : PREFIX + id;
    this.model = model;
    this.createdSeconds = asked.created(createdSeconds);
  }

  /** A name for the item at this place. */
  String itemId(String kind, int index) {
    return kind + "_" + id.substring(PREFIX.length()) + "_" + index;
  }

  /** A response without output, usage and reason of its end. */
  ObjectNode open(String status) {
    ObjectNode response =
        Json.object()
            .put("id", id)
            .put("object", "response")
            .put("created_at", createdSeconds)
            .put("status", status)
            .putNull("error")
            .putNull("incomplete_details")
            .putNull("instructions")
            .put("model", model)
            .putNull("previous_response_id")
            .put("store", false)
            .put("truncation", "disabled");
    for (String name : OPTIONAL) {
      response.set(name, said(name, "null"));
    }
    FILLED.forEach((name, filling) -> response.set(name, said(name, filling)));
    response.putArray("output");
    response.putNull("usage");
    return response;
  }

  private JsonNode said(String name, String filling) {
    JsonNode value = asked.body().get(name);
    return Json.isSaid(value) ? value : Json.parse(filling).orElseThrow();
  }
}
