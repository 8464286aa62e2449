package dev.assay.gateway.dialect.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Fault;
import dev.assay.gateway.dialect.neutral.Stop;
import dev.assay.gateway.dialect.neutral.Usage;
import java.util.Optional;
import java.util.Set;

/** Anthropic's words for why an answer ended, what it took and what went wrong. */
final class MessagesWords {
  private static final Set<String> FAULTS =
      Set.of(
          "invalid_request_error",
          "authentication_error",
          "billing_error",
          "permission_error",
          "not_found_error",
          "request_too_large",
          "rate_limit_error",
          "api_error",
          "timeout_error",
          "overloaded_error");

  private MessagesWords() {}

  /**
   * Why it ended.
   *
   * @param said an answer or a message_delta's {@code delta}
   */
  static Stop stop(JsonNode said) throws Unreadable {
    return switch (said.path("stop_reason").asText()) {
      case "end_turn" -> new Stop(Stop.Reason.END);
      case "max_tokens" -> new Stop(Stop.Reason.MAX_TOKENS);
      case "model_context_window_exceeded" -> new Stop(Stop.Reason.WINDOW_FULL);
      case "stop_sequence" ->
          new Stop(
              Stop.Reason.STOP_SEQUENCE, Json.string(said.path("stop_sequence")), Optional.empty());
      case "tool_use" -> new Stop(Stop.Reason.TOOL_CALLS);
      case "refusal" ->
          new Stop(
              Stop.Reason.REFUSAL,
              Optional.empty(),
              Json.string(said.path("stop_details").path("explanation")));
      default -> throw new Unreadable("it ended for an unknown reason ('stop_reason')");
    };
  }

  /** Writes why it ended, into an answer or a message_delta's {@code delta}. */
  static void stop(Stop stop, ObjectNode written) {
    written.put("stop_reason", word(stop.reason()));
    written.put("stop_sequence", stop.sequence().orElse(null));
    if (stop.explanation().isPresent()) {
      written
          .putObject("stop_details")
          .put("type", "refusal")
          .putNull("category")
          .put("explanation", stop.explanation().get());
    }
  }

  private static String word(Stop.Reason reason) {
    return switch (reason) {
      case END -> "end_turn";
      case STOP_SEQUENCE -> "stop_sequence";
      case TOOL_CALLS -> "tool_use";
      case MAX_TOKENS -> "max_tokens";
      case WINDOW_FULL -> "model_context_window_exceeded";
      case REFUSAL, CONTENT_FILTER -> "refusal";
    };
  }

  /**
   * What it took. Anthropic counts what came from a cache apart from the rest of the prompt.
   *
   * @param before what was said earlier; a field that is absent now stays
   */
  static Usage usage(JsonNode usage, Usage before) {
    long read = count(usage, "cache_read_input_tokens", before.cacheRead());
    long written = count(usage, "cache_creation_input_tokens", before.cacheWritten());
    long fresh =
        count(usage, "input_tokens", before.input() - before.cacheRead() - before.cacheWritten());
    JsonNode thinking = usage.path("output_tokens_details").path("thinking_tokens");
    return new Usage(
        fresh + read + written,
        read,
        written,
        count(usage, "output_tokens", before.output()),
        thinking.isNumber() ? Json.count(thinking) : before.reasoning());
  }

  private static long count(JsonNode usage, String name, long before) {
    return usage.path(name).isNumber() ? Json.count(usage.path(name)) : Math.max(0, before);
  }

  static ObjectNode written(Usage usage) {
    ObjectNode written =
        Json.object()
            .put(
                "input_tokens",
                Math.max(0, usage.input() - usage.cacheRead() - usage.cacheWritten()))
            .put("cache_creation_input_tokens", usage.cacheWritten())
            .put("cache_read_input_tokens", usage.cacheRead())
            .put("output_tokens", usage.output());
    if (usage.reasoning() > 0) {
      written.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
    }
    return written;
  }

  static ObjectNode fault(Fault fault) {
    ObjectNode written = Json.object().put("type", "error");
    written
        .putObject("error")
        .put("type", fault.type().filter(FAULTS::contains).orElse(type(fault.status())))
        .put("message", fault.message());
    return written;
  }

  /** https://platform.claude.com/docs/en/api/errors */
  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      case 504 -> "timeout_error";
      default -> status >= 500 ? "api_error" : "invalid_request_error";
    };
  }
}
