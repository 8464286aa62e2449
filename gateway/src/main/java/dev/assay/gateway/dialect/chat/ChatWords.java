package dev.assay.gateway.dialect.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.gateway.dialect.json.Unreadable;
import dev.assay.gateway.dialect.neutral.Fault;
import dev.assay.gateway.dialect.neutral.Stop;
import dev.assay.gateway.dialect.neutral.Usage;
import java.util.Optional;

/** The words of chat completions for why an answer ended, what it took and what went wrong. */
final class ChatWords {
  private ChatWords() {}

  /**
   * Why it ended.
   *
   * @param choice one of an answer's or a chunk's choices, whose {@code finish_reason} is there
   */
  static Stop stop(JsonNode choice) throws Unreadable {
    String word = choice.path("finish_reason").asText();
    return switch (word) {
      case "stop" -> {
        // vLLM says beside it which sequence it met.
        Optional<String> sequence = Json.string(choice.path("stop_reason"));
        yield sequence.isPresent()
            ? new Stop(Stop.Reason.STOP_SEQUENCE, sequence, Optional.empty())
            : new Stop(Stop.Reason.END);
      }
      case "length" -> new Stop(Stop.Reason.MAX_TOKENS);
      case "model_length" -> new Stop(Stop.Reason.WINDOW_FULL);
      case "tool_calls" -> new Stop(Stop.Reason.TOOL_CALLS);
      case "content_filter" -> new Stop(Stop.Reason.CONTENT_FILTER);
      default -> throw new Unreadable("it ended for an unknown reason ('finish_reason')");
    };
  }

  /** The word for a reason; a refusal in the model's own words is an answer that is done. */
  static String word(Stop.Reason reason, boolean hasRefusal) {
    return switch (reason) {
      case END, STOP_SEQUENCE -> "stop";
      case MAX_TOKENS, WINDOW_FULL -> "length";
      case TOOL_CALLS -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
      case REFUSAL -> hasRefusal ? "stop" : "content_filter";
    };
  }

  static Usage usage(JsonNode usage) {
    JsonNode prompt = usage.path("prompt_tokens_details");
    return new Usage(
        Json.count(usage.path("prompt_tokens")),
        Json.count(prompt.path("cached_tokens")),
        Json.count(prompt.path("cache_write_tokens")),
        Json.count(usage.path("completion_tokens")),
        Json.count(usage.path("completion_tokens_details").path("reasoning_tokens")));
  }

  static ObjectNode written(Usage usage) {
    ObjectNode written =
        Json.object()
            .put("prompt_tokens", usage.input())
            .put("completion_tokens", usage.output())
            .put("total_tokens", usage.total());
    written
        .putObject("prompt_tokens_details")
        .put("cached_tokens", usage.cacheRead())
        .put("cache_write_tokens", usage.cacheWritten());
    written.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
    return written;
  }

  /** Anthropic's words for a class of error become OpenAI's; the exact word stays as the code. */
  static ObjectNode fault(Fault fault) {
    String type = fault.type().orElse("");
    String openAi =
        switch (type) {
          case "" -> fault.status() >= 500 ? "server_error" : "invalid_request_error";
          case "not_found_error", "request_too_large" -> "invalid_request_error";
          case "api_error", "overloaded_error", "timeout_error" -> "server_error";
          case "billing_error" -> "insufficient_quota";
          default -> type;
        };
    Optional<String> code =
        fault.code().or(() -> Optional.of(type).filter(word -> !word.isEmpty()));
    ObjectNode written = Json.object();
    written
        .putObject("error")
        .put("message", fault.message())
        .put("type", openAi)
        .put("param", fault.param().orElse(null))
        .put("code", code.orElse(null));
    return written;
  }
}
