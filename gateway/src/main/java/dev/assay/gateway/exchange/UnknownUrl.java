package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What is told to those who ask for what is not there. */
final class UnknownUrl {
  private static final int MAX_PATH_CHARS = 80;
  private static final String SERVED =
      Arrays.stream(Endpoint.values())
              .map(endpoint -> "POST " + Incoming.VERSION + endpoint.path())
              .collect(Collectors.joining(", "))
          + ", GET /v1/models, POST /v1/feedback and POST /feedback";

  private UnknownUrl() {}

  static ApiError error(HttpServerRequest request, String path) {
    String shown = path.length() > MAX_PATH_CHARS ? path.substring(0, MAX_PATH_CHARS) + "…" : path;
    return ApiError.notFound(
        "There is no "
            + request.method().name()
            + " "
            + shown
            + " here: "
            + (Incoming.endpoint(request).isPresent()
                ? "use POST."
                : "the gateway serves " + SERVED + "."),
        null,
        "unknown_url");
  }
}
