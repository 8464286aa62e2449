package dev.assay.gateway.exchange;

import dev.assay.config.DataPlaneLimits;
import dev.assay.gateway.provider.ClientHeaders;
import dev.assay.gateway.tracing.ExchangeTrace;
import dev.assay.gateway.tracing.TraceContext;
import dev.assay.gateway.upstream.TimeLimit;
import dev.assay.gateway.upstream.Upload;
import dev.assay.learners.credentials.AppKey;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.OpaqueParser;
import dev.assay.policies.tenant.Surface;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
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
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
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

  /**
   * The part of a provider's API that the path belongs to, and that is no model call.
   *
   * @param limits of a body that streams by
   * @param otherwise what a path belongs to that is no known part
   */
  static Optional<RequestLine.Unread> unread(
      HttpServerRequest request, DataPlaneLimits limits, Supplier<Optional<Surface>> otherwise) {
    String path = path(request);
    if (!path.startsWith(VERSION + "/")) {
      return Optional.empty();
    }
    String after = path.substring(VERSION.length());
    int end = after.indexOf('/', 1);
    return Surface.of(after.substring(1, end < 0 ? after.length() : end))
        .or(otherwise)
        .map(surface ->
            new RequestLine.Unread(
                surface,
                request.method().name(),
                after,
                Optional.ofNullable(request.query()).filter(query -> !query.isEmpty()),
                Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)),
                upload(request, limits)));
  }

  /** A body that is not JSON; it is read only once a provider takes it. */
  private static Optional<Upload> upload(HttpServerRequest request, DataPlaneLimits limits) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean empty = length == null ? request.isEnded() : length.equals("0");
    if (type == null || !OpaqueParser.streamsBy(type) || empty || is(request, HttpMethod.GET)) {
      return Optional.empty();
    }
    OptionalLong bytes =
        length != null && length.length() < 18 && length.chars().allMatch(c -> c >= '0' && c <= '9')
            ? OptionalLong.of(Long.parseLong(length))
            : OptionalLong.empty();
    return Optional.of(
        new Upload(
            request, bytes, limits.maxUploadBytes(), limits.clientStallMillis(), Optional.empty()));
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
      AppKey key,
      UUID id,
      RequestLine line,
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
        line,
        at,
        nanos,
        Optional.of(key),
        Optional.ofNullable(headers.get("x-assay-episode-id")),
        Optional.ofNullable(headers.get("x-assay-user")),
        assayHeaders,
        "bypass".equalsIgnoreCase(headers.get("x-assay-cache")),
        TimeLimit.of(headers, nanos),
        ClientHeaders.of(headers, Optional.ofNullable(request.query())),
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
