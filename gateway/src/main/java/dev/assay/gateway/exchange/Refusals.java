package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.learners.spending.Reservation;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.RequestBody;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a client is told when policy refuses: the weightiest reason, in OpenAI's terms. */
final class Refusals {
  private static final int MAX_MODELS_SHOWN = 20;

  private Refusals() {}

  static ApiError error(
      Decision.OfRequest decision,
      Reservation allowance,
      RequestBody body,
      List<String> models,
      Candidates candidates) {
    if (decision.reasons().isEmpty()) {
      return ApiError.forbidden("The tenant's policy refuses this request.", "policy_refused");
    }
    Decision.Reason first = decision.reasons().getFirst();
    String message = first.message();
    return switch (first.code()) {
      case "model_not_allowed" ->
          ApiError.notFound(message + allowed(models), "model", "model_not_found");
      case "rate_limited" ->
          ApiError.rateLimited(lacking(message, allowance), allowance.retryAfterSeconds());
      case "tokens_limited", "concurrency_limited" ->
          ApiError.limited(
              lacking(message, allowance), first.code(), allowance.retryAfterSeconds());
      case "budget_spent" ->
          ApiError.quotaSpent(
              lacking(message, allowance), first.code(), allowance.retryAfterSeconds());
      case "unpriced_model" -> unpriced(first, allowance, body);
      case "budget_unknown" -> ApiError.unavailable(message, first.code(), 1);
      case "learning_budget_spent" -> ApiError.rateLimited(message, 3600);
      case "journal_full" -> ApiError.unavailable(message, first.code(), 1);
      case "request_too_large" -> ApiError.tooLarge(message);
      case "output_too_large", "header_not_allowed", "too_many_choices" ->
          ApiError.invalid(message, null, first.code());
      case "endpoint_not_allowed" -> ApiError.forbidden(notPassed(message, body), first.code());
      case "no_target" -> ApiError.forbidden(untaken(message, body, candidates), first.code());
      default -> ApiError.forbidden(message, first.code());
    };
  }

  private static String notPassed(String message, RequestBody body) {
    if (!(body instanceof OpaqueBody unread)) {
      return message;
    }
    return "'"
        + unread.word()
        + "' does not pass through for your tenant."
        + (asksModels(unread.path()) ? " Models are asked by POST." : "")
        + " The operator: name "
        + unread.word()
        + " under pass_through.surfaces in the tenant's policy, free or at a price; its provider"
        + " needs pass_through: true in assay.yaml.";
  }

  private static boolean asksModels(String path) {
    return Arrays.stream(Endpoint.values()).anyMatch(endpoint -> path.equals(endpoint.path()));
  }

  /** Why nobody may take it, where the configuration says more than policy can know. */
  private static String untaken(String message, RequestBody body, Candidates candidates) {
    if (!body.model().isEmpty() && !candidates.knows(body.model())) {
      return "The tenant's policy allows '"
          + body.model()
          + "', and there is no such alias in the gateway's configuration. The operator: name it"
          + " under aliases in the --config file (without one: in ASSAY_MODELS), or take it out of"
          + " models in the policy.";
    }
    return body instanceof OpaqueBody unread && !candidates.letsAnyThrough()
        ? "No provider lets '"
            + unread.word()
            + "' through. The operator: say pass_through: true at its provider in assay.yaml."
        : message;
  }

  private static ApiError unpriced(
      Decision.Reason reason, Reservation allowance, RequestBody body) {
    return ApiError.forbidden(
        body instanceof OpaqueBody unread
            ? "This tenant has a budget, and this model costs what can't be counted before it is"
                + " spent. The operator: give pass_through.surfaces."
                + unread.word()
                + " a price for each request in the tenant's policy."
            : lacking(reason.message(), allowance),
        reason.code());
  }

  /** Policy says that a limit is reached; only who measured it knows which one. */
  private static String lacking(String message, Reservation allowance) {
    return allowance.shortage().map(it -> message + " " + it.sentence()).orElse(message);
  }

  /** The same for what is not there and for what is another tenant's. */
  static ApiError missing(String name) {
    return ApiError.notFound(
        "There is no '"
            + name
            + "' that an app key of this tenant made: what was made elsewhere needs"
            + " pass_through.unowned_objects in the tenant's policy, and to be older than this"
            + " gateway. Its content is there once its description or a list was asked for, which"
            + " say how old it is.",
        null,
        "not_found");
  }

  /** Where so many requests beyond a limit came that they are not judged any more. */
  static ApiError overLimits(Reservation allowance) {
    return ApiError.rateLimited(
        "Far more requests than the limits allow: retry after the time in the retry-after header.",
        allowance.retryAfterSeconds());
  }

  private static String allowed(List<String> models) {
    return " Allowed here: "
        + models.stream().limit(MAX_MODELS_SHOWN).collect(Collectors.joining(", "))
        + (models.size() > MAX_MODELS_SHOWN ? ", …" : "")
        + ".";
  }
}
