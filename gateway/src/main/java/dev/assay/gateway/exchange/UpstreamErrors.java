package dev.assay.gateway.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.upstream.UpstreamAnswer;
import dev.assay.gateway.upstream.UpstreamFailure;
import dev.assay.policies.canonical.ForeignJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What a client is told when no provider answered. */
final class UpstreamErrors {
  private static final ObjectMapper JSON = ForeignJson.MAPPER;
  private static final int MAX_REASON_CHARS = 500;
  private static final long REST_SECONDS = 5;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private UpstreamErrors() {}

  static ApiError error(UpstreamFailure failure) {
    String what = failure.getMessage();
    return switch (failure.kind()) {
      case UNREACHABLE, RESTING ->
          ApiError.unavailable(
              "No provider could be reached: " + what + ". Try again later.",
              "upstream_unavailable",
              failure.retryAfterSeconds().orElse(REST_SECONDS));
      case LIMITED ->
          ApiError.limited(
              "The model's provider takes no more for now: " + what + ".",
              "upstream_rate_limited",
              failure.retryAfterSeconds().orElse(REST_SECONDS));
      case UNSENDABLE ->
          ApiError.invalid(what, failure.field().orElse(null), "not_served_by_provider");
      case MALFORMED -> ApiError.invalid(what, failure.field().orElse(null), "invalid_body");
      case OUT_OF_TIME ->
          ApiError.upstreamTimeout("No answer in the time that the client allowed: " + what + ".");
      case RECALLED -> ApiError.badUpstream("Nobody waited for the answer.", "client_gone");
      case TIMEOUT -> ApiError.upstreamTimeout("No answer in time: " + what + ".");
      case STALLED ->
          new ApiError(
              408,
              "The request is not whole: " + what + ".",
              "invalid_request_error",
              "body",
              "request_timeout",
              OptionalLong.empty());
      case TOO_LARGE -> ApiError.tooLarge(what);
      case BROKEN -> ApiError.badUpstream("The answer broke off: " + what + ".", "upstream_broken");
      case UNREADABLE ->
          ApiError.badUpstream("The answer is unusable: " + what + ".", "upstream_unreadable");
    };
  }

  /** A status that says more about the operator's set-up than about the client's request. */
  static Optional<ApiError> ofAnswer(UpstreamAnswer answer, String provider) {
    OptionalLong wait = retryAfterSeconds(answer);
    return ofStatus(answer.status(), provider)
        .map(error -> wait.isPresent() ? error.withRetryAfter(wait.getAsLong()) : error);
  }

  /** What a client is told of a refusal whose body is not an error as OpenAI writes it. */
  static ApiError wordless(int status, String provider) {
    return new ApiError(
        status,
        "provider '"
            + provider
            + "' refused the request with status "
            + status
            + " and gave no reason that can be read.",
        status == 429 ? "rate_limit_error" : "invalid_request_error",
        null,
        "upstream_refused",
        OptionalLong.empty());
  }

  /** A provider that says 200 and means no. */
  static ApiError inside(Buffer body, String provider) {
    String message = reason(body);
    return ApiError.badUpstream(
        "provider '"
            + provider
            + "' answered with an error in place of an answer"
            + (message.isEmpty() ? "." : ": " + message),
        "upstream_failed");
  }

  /** What a provider keeps has one owner for ever. */
  static ApiError nameTaken() {
    return ApiError.badUpstream(
        "The provider gave this a name that another tenant's has: its operator should look at it.",
        "upstream_name_taken");
  }

  /** Of whatever ended a stream. */
  static UpstreamFailure known(Throwable cause) {
    return cause instanceof UpstreamFailure failure
        ? failure
        : new UpstreamFailure(UpstreamFailure.Kind.BROKEN, "it can't be read");
  }

  private static String reason(Buffer body) {
    try {
      String message = JSON.readTree(body.getBytes()).path("error").path("message").asText();
      return message.length() <= MAX_REASON_CHARS
          ? message
          : message.substring(0, MAX_REASON_CHARS) + "…";
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static OptionalLong retryAfterSeconds(UpstreamAnswer answer) {
    String value = answer.headers().get("retry-after");
    return value != null && SECONDS.matcher(value).matches()
        ? OptionalLong.of(Long.parseLong(value))
        : OptionalLong.empty();
  }

  /** The provider does not take the gateway's key; what it says of it is not the client's. */
  static ApiError refusedKey(String provider) {
    return misconfigured(401, provider);
  }

  private static ApiError misconfigured(int status, String provider) {
    return ApiError.badUpstream(
        "The gateway's set-up for provider '"
            + provider
            + "' does not work (status "
            + status
            + "): its operator should check api_key, base_url and the target's model.",
        "upstream_misconfigured");
  }

  private static Optional<ApiError> ofStatus(int status, String provider) {
    String who = "provider '" + provider + "'";
    if (status == 401 || status == 403 || status == 404) {
      return Optional.of(misconfigured(status, provider));
    }
    if (status == 503 || status == 529) {
      return Optional.of(
          ApiError.unavailable(
              who + " is overloaded. Try again later.", "upstream_unavailable", 1));
    }
    if (status >= 500 || status < 200 || (status >= 300 && status < 400)) {
      return Optional.of(
          ApiError.badUpstream(who + " failed with status " + status + ".", "upstream_failed"));
    }
    return Optional.empty();
  }
}
