package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.upstream.UpstreamFailure;

/** What a client is told when no provider answered. */
final class UpstreamErrors {
  private static final long REST_SECONDS = 5;

  private UpstreamErrors() {}

  static ApiError error(UpstreamFailure failure) {
    String what = failure.getMessage();
    return switch (failure.kind()) {
      case UNREACHABLE, RESTING ->
          ApiError.unavailable(
              "No provider could be reached: " + what + ". Try again later.",
              "upstream_unavailable",
              REST_SECONDS);
      case TIMEOUT -> ApiError.upstreamTimeout("No answer in time: " + what + ".");
      case BROKEN -> ApiError.badUpstream("The answer broke off: " + what + ".", "upstream_broken");
      case UNREADABLE ->
          ApiError.badUpstream("The answer is unusable: " + what + ".", "upstream_unreadable");
    };
  }

  /** A status that says more about the operator's set-up than about the client's request. */
  static java.util.Optional<ApiError> ofStatus(int status, String provider) {
    String who = "provider '" + provider + "'";
    if (status == 401 || status == 403 || status == 404) {
      return java.util.Optional.of(
          ApiError.badUpstream(
              "The gateway's set-up for "
                  + who
                  + " does not work (status "
                  + status
                  + "): its operator should check api_key, base_url and the target's model.",
              "upstream_misconfigured"));
    }
    if (status == 503) {
      return java.util.Optional.of(
          ApiError.unavailable(
              who + " is overloaded. Try again later.", "upstream_unavailable", 1));
    }
    if (status >= 500 || status < 200 || (status >= 300 && status < 400)) {
      return java.util.Optional.of(
          ApiError.badUpstream(who + " failed with status " + status + ".", "upstream_failed"));
    }
    return java.util.Optional.empty();
  }
}
