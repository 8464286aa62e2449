package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.learners.sandbox.PromptRefused;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers and refusals. */
final class Reply {
  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);
  private static final String JSON = "application/json";

  private Reply() {}

  static void json(HttpServerResponse response, JsonNode body) {
    bytes(response, JSON, Json.bytes(body));
  }

  static void bytes(HttpServerResponse response, String type, byte[] body) {
    if (!response.ended() && !response.closed()) {
      response.putHeader("content-type", type).end(Buffer.buffer(body));
    }
  }

  static void error(HttpServerResponse response, Throwable cause) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // Too late for a status: a torn stream must not look like a finished one.
      response.reset();
      return;
    }
    ApiError error = asApiError(cause);
    response.setStatusCode(error.status());
    if (error.status() == 503) {
      response.putHeader("retry-after", "1");
    }
    bytes(response, JSON, error.body());
  }

  private static ApiError asApiError(Throwable cause) {
    return switch (cause) {
      case ApiError error -> error;
      case PromptRefused refused -> ApiError.invalid(refused.field(), refused.advice());
      default -> {
        LOG.error("the sandbox failed", cause);
        yield new ApiError(500, "internal_error", null, "the sandbox failed; its log says at what");
      }
    };
  }
}
