package dev.assay.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.FaultReader;
import dev.assay.gateway.dialect.neutral.Stop;
import dev.assay.gateway.dialect.neutral.Usage;

/** The words of responses for why an answer ended and what it took. */
final class ResponsesWords {
  private ResponsesWords() {}

  /** Why a response ended. */
  static Stop stop(JsonNode response) throws Unreadable {
    return switch (response.path("status").asText()) {
      case "completed" -> new Stop(Stop.Reason.END);
      case "incomplete" -> incomplete(response.path("incomplete_details").path("reason"));
      case "failed" ->
          throw new Unreadable("the provider failed: " + FaultReader.node(502, response).message());
      default -> throw new Unreadable("it has no 'status' that an answer can end with");
    };
  }

  private static Stop incomplete(JsonNode reason) throws Unreadable {
    return switch (reason.asText()) {
      case "max_output_tokens" -> new Stop(Stop.Reason.MAX_TOKENS);
      case "content_filter" -> new Stop(Stop.Reason.CONTENT_FILTER);
      default -> throw new Unreadable("it is incomplete for an unknown reason");
    };
  }

  /** Writes why it ended into a response. */
  static void stop(Stop stop, boolean hasRefusal, ObjectNode response) {
    String incomplete =
        switch (stop.reason()) {
          case END, STOP_SEQUENCE, TOOL_CALLS -> "";
          case MAX_TOKENS, WINDOW_FULL -> "max_output_tokens";
          case CONTENT_FILTER -> "content_filter";
          // Who refuses in words has answered.
          case REFUSAL -> hasRefusal ? "" : "content_filter";
        };
    if (incomplete.isEmpty()) {
      response.put("status", "completed").putNull("incomplete_details");
    } else {
      response.put("status", "incomplete");
      response.putObject("incomplete_details").put("reason", incomplete);
    }
  }

  static Usage usage(JsonNode usage) {
    JsonNode input = usage.path("input_tokens_details");
    return new Usage(
        Json.count(usage.path("input_tokens")),
        Json.count(input.path("cached_tokens")),
        Json.count(input.path("cache_write_tokens")),
        Json.count(usage.path("output_tokens")),
        Json.count(usage.path("output_tokens_details").path("reasoning_tokens")));
  }

  static ObjectNode written(Usage usage) {
    ObjectNode written = Json.object().put("input_tokens", usage.input());
    written
        .putObject("input_tokens_details")
        .put("cached_tokens", usage.cacheRead())
        .put("cache_write_tokens", usage.cacheWritten());
    written.put("output_tokens", usage.output());
    written.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
    return written.put("total_tokens", usage.total());
  }
}
