package dev.assay.gateway.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An error as the clients of an endpoint expect it, before the answer's head or as the last event
 * of a stream. Anthropic's shape carries OpenAI's {@code param} and {@code code} beside its own
 * fields.
 */
public final class WireError {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OVERLOADED = 529;

  private WireError() {}

  /** The body of an answer. */
  public static Buffer body(ApiError error, Endpoint endpoint, UUID exchange) {
    return endpoint.isAnthropic() ? json(anthropic(error, exchange)) : error.body();
  }

  /**
   * A server-sent event that ends a stream that cannot end well.
   *
   * @param number the event's own, where the endpoint's events are numbered
   */
  public static Buffer event(ApiError error, Endpoint endpoint, UUID exchange, long number) {
    return switch (endpoint) {
      case MESSAGES, COUNT_TOKENS -> event(anthropic(error, exchange));
      case RESPONSES -> event(responses(error, number));
      case CHAT_COMPLETIONS, COMPLETIONS, EMBEDDINGS -> event(Map.of("error", openAi(error)));
    };
  }

  private static Map<String, @Nullable Object> openAi(ApiError error) {
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("message", error.message());
    shape.put("type", error.type());
    shape.put("param", error.param());
    shape.put("code", error.code());
    return shape;
  }

  private static Map<String, @Nullable Object> responses(ApiError error, long number) {
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("type", "error");
    shape.put("code", error.code());
    shape.put("message", error.message());
    shape.put("param", error.param());
    // OpenAI's SDKs raise what stands here; its reference names the fields above.
    shape.put("error", openAi(error));
    shape.put("sequence_number", number);
    return shape;
  }

  private static Map<String, @Nullable Object> anthropic(ApiError error, UUID exchange) {
    Map<String, @Nullable Object> inner = new LinkedHashMap<>();
    inner.put("type", anthropicType(error.status()));
    inner.put("message", error.message());
    inner.put("param", error.param());
    inner.put("code", error.code());
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("type", "error");
    shape.put("error", inner);
    shape.put("request_id", exchange.toString());
    return shape;
  }

  private static String anthropicType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503, OVERLOADED -> "overloaded_error";
      case 504 -> "timeout_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }

  private static Buffer event(Object shape) {
    return Buffer.buffer("event: error\ndata: ").appendBuffer(json(shape)).appendString("\n\n");
  }

  private static Buffer json(Object shape) {
    try {
      return Buffer.buffer(JSON.writeValueAsBytes(shape));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a map of strings is JSON", impossible);
    }
  }
}
