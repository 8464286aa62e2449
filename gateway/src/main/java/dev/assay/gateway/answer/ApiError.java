package dev.assay.gateway.answer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An error in OpenAI's shape, {@code {"error":{message,type,param,code}}}, so that every client's
 * own exception types fit.
 *
 * @param status HTTP status
 * @param message what went wrong and what to do about it
 * @param type OpenAI's word for the class of error
 * @param param the field at fault
 * @param code a stable name
 * @param retryAfterSeconds when it is worth trying again
 */
public record ApiError(
    int status,
    String message,
    String type,
    @Nullable String param,
    String code,
    OptionalLong retryAfterSeconds) {
  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS);

  private static final String INVALID = "invalid_request_error";

  /** 400: the request itself is wrong. */
  public static ApiError invalid(String message, @Nullable String param, String code) {
    return new ApiError(400, message, INVALID, param, code, OptionalLong.empty());
  }

  /** 401: no credential, or none that is known. */
  public static ApiError unauthenticated() {
    return new ApiError(
        401,
        "No valid app key: send 'Authorization: Bearer sk-assay-…' with a key that was not revoked.",
        "authentication_error",
        null,
        "invalid_api_key",
        OptionalLong.empty());
  }

  /** 403: known, and not allowed. */
  public static ApiError forbidden(String message, String code) {
    return new ApiError(403, message, "permission_error", null, code, OptionalLong.empty());
  }

  /** 404: not there, or not there for this credential. */
  public static ApiError notFound(String message, @Nullable String param, String code) {
    return new ApiError(404, message, INVALID, param, code, OptionalLong.empty());
  }

  /** 409: it contradicts what is already there. */
  public static ApiError conflict(String message, String code) {
    return new ApiError(409, message, INVALID, null, code, OptionalLong.empty());
  }

  /** 413: larger than the limit the message names. */
  public static ApiError tooLarge(String message) {
    return new ApiError(413, message, INVALID, "body", "request_too_large", OptionalLong.empty());
  }

  /** 429: too often. */
  public static ApiError rateLimited(String message, long retryAfterSeconds) {
    return limited(message, "rate_limit_exceeded", retryAfterSeconds);
  }

  /** 429: too much of something else than requests. */
  public static ApiError limited(String message, String code, long retryAfterSeconds) {
    return new ApiError(
        429, message, "rate_limit_error", null, code, OptionalLong.of(retryAfterSeconds));
  }

  /** 429: no money left. */
  public static ApiError quotaSpent(String message, String code, long retryAfterSeconds) {
    return new ApiError(
        429, message, "insufficient_quota", null, code, OptionalLong.of(retryAfterSeconds));
  }

  /** 502: the provider answered with something that cannot be passed on. */
  public static ApiError badUpstream(String message, String code) {
    return new ApiError(502, message, "upstream_error", null, code, OptionalLong.empty());
  }

  /** 503: not now. */
  public static ApiError unavailable(String message, String code, long retryAfterSeconds) {
    return new ApiError(
        503, message, "service_unavailable", null, code, OptionalLong.of(retryAfterSeconds));
  }

  /** 503: the gateway ends before the answer does. */
  public static ApiError stopping() {
    return unavailable("the gateway is stopping; ask again", "gateway_stopping", 1);
  }

  /** 504: the provider took longer than its deadline. */
  public static ApiError upstreamTimeout(String message) {
    return new ApiError(
        504, message, "upstream_error", null, "upstream_timeout", OptionalLong.empty());
  }

  /** 500: a fault of ours; the message never carries the cause. */
  public static ApiError internal() {
    return new ApiError(
        500,
        "The gateway failed on this request; its log has the cause under this x-request-id.",
        "server_error",
        null,
        "internal_error",
        OptionalLong.empty());
  }

  /** The same, worth trying again after so many seconds. */
  public ApiError withRetryAfter(long seconds) {
    return new ApiError(status, message, type, param, code, OptionalLong.of(seconds));
  }

  /** The body as a client reads it. */
  @JsonIgnore
  public Buffer body() {
    return Buffer.buffer(json());
  }

  /** The body of an error in TensorZero's shape, {@code {"error": message}}. */
  @JsonIgnore
  public Buffer wordsAlone() {
    return new io.vertx.core.json.JsonObject().put("error", message).toBuffer();
  }

  private byte[] json() {
    Map<String, @Nullable Object> error = new java.util.LinkedHashMap<>();
    error.put("message", message);
    error.put("type", type);
    error.put("param", param);
    error.put("code", code);
    try {
      return JSON.writeValueAsBytes(Map.of("error", error));
    } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
      throw new IllegalStateException("a map of strings is JSON", impossible);
    }
  }
}
