package dev.assay.gateway.exchange;

import dev.assay.gateway.provider.ClientHeaders;
import dev.assay.gateway.tracing.ExchangeTrace;
import dev.assay.gateway.tracing.TraceContext;
import dev.assay.gateway.upstream.TimeLimit;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a request's line and headers say. */
final class Incoming {
  static final String VERSION = "/v1";

  private static final String ASSAY_PREFIX = "x-assay-";
  private static final String BEARER = "bearer ";
  private static final int MAX_CREDENTIAL_CHARS = 256;
  private static final Map<String, Endpoint> CALLS =
      Arrays.stream(Endpoint.values())
          .collect(Collectors.toUnmodifiableMap(e -> VERSION + e.path(), Function.identity()));

  private Incoming() {}

  static String path(HttpServerRequest request) {
    return request.path() == null ? "" : request.path();
  }

  /** The model call that the path names, whatever the method. */
  static Optional<Endpoint> endpoint(HttpServerRequest request) {
    return Optional.ofNullable(CALLS.get(path(request)));
  }

  static boolean is(HttpServerRequest request, HttpMethod method) {
    return request.method().equals(method);
  }

  /** The app key, as OpenAI's clients send it or as Anthropic's do. */
  static Optional<String> credential(HttpServerRequest request) {
    List<String> bearers = request.headers().getAll("authorization");
    List<String> keys = request.headers().getAll("x-api-key");
    if (bearers.size() + keys.size() != 1) {
      return Optional.empty();
    }
    if (bearers.isEmpty()) {
      String key = keys.getFirst();
      return key.length() <= MAX_CREDENTIAL_CHARS ? Optional.of(key.strip()) : Optional.empty();
    }
    String value = bearers.getFirst();
    return value.length() <= MAX_CREDENTIAL_CHARS
            && value.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(value.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  /** The trace that its client says it belongs to. */
  static Optional<TraceContext> trace(HttpServerRequest request) {
    return TraceContext.of(request.getHeader("traceparent"), request.getHeader("tracestate"));
  }

  static Progress.Arrived arrived(
      HttpServerRequest request,
      UUID id,
      Endpoint endpoint,
      Instant at,
      long nanos,
      byte[] body,
      ExchangeTrace trace) {
    MultiMap headers = request.headers();
    List<String> assayHeaders =
        headers.names().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> name.startsWith(ASSAY_PREFIX))
            .sorted()
            .toList();
    return new Progress.Arrived(
        id,
        endpoint,
        at,
        nanos,
        credential(request),
        Optional.ofNullable(headers.get("x-assay-episode-id")),
        Optional.ofNullable(headers.get("x-assay-user")),
        assayHeaders,
        "bypass".equalsIgnoreCase(headers.get("x-assay-cache")),
        TimeLimit.of(headers, nanos),
        ClientHeaders.of(headers),
        body,
        trace);
  }

  /** SDKs escape the slashes that a model's name may hold. */
  static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEscaped) {
      return segment;
    }
  }
}
