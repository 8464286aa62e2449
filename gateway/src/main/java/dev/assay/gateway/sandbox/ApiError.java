package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.policies.canonical.CanonicalJson;
import org.jspecify.annotations.Nullable;

/** A refusal in OpenAI's error shape. */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String advice;
  private final String code;
  private final @Nullable String param;

  ApiError(int status, String code, @Nullable String param, String message) {
    super(message, null, false, false);
    this.status = status;
    this.advice = message;
    this.code = code;
    this.param = param;
  }

  static ApiError invalid(String param, String message) {
    return new ApiError(400, "invalid_value", param, message);
  }

  static ApiError unsupported(String param) {
    return new ApiError(
        400,
        "unsupported_parameter",
        param,
        "'" + param + "' is not supported by the sandbox model; leave it out");
  }

  static ApiError unknownModel(String model) {
    return new ApiError(
        404,
        "model_not_found",
        "model",
        "The model '" + model + "' does not exist; GET /v1/models lists what is served");
  }

  static ApiError absent(String param, String what) {
    return new ApiError(404, "not_found", param, what + " does not exist");
  }

  static ApiError busy() {
    return new ApiError(
        503, "overloaded", null, "the sandbox has too much to do; try again in a second");
  }

  int status() {
    return status;
  }

  /** What is wrong and what to do. */
  String advice() {
    return advice;
  }

  byte[] body() {
    ObjectNode body = CanonicalJson.MAPPER.createObjectNode();
    ObjectNode error = body.putObject("error");
    error.put("message", advice);
    error.put("type", status < 500 ? "invalid_request_error" : "server_error");
    error.put("param", param);
    error.put("code", code);
    return Json.bytes(body);
  }
}
