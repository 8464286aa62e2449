package dev.assay.gateway.serve;

import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.tenant.Surface;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may stand in a figure's label: names an operator gave and closed sets of words. A client or
 * a tenant that makes up others gets {@link #OTHER}, so that nobody but the operator decides how
 * many series there are.
 */
record Labels(Set<String> aliases) {
  static final String OTHER = "other";

  private static final Set<String> ENDPOINTS =
      Stream.concat(
              Arrays.stream(Endpoint.values()).map(Endpoint::word),
              Arrays.stream(Surface.values()).map(Surface::word))
          .collect(Collectors.toSet());

  /** Reasons of the shipped rules. A tenant's own rules may have any. */
  static final Set<String> RULES =
      Set.of(
          "tenant_mismatch",
          "endpoint_not_allowed",
          "model_not_allowed",
          "header_not_allowed",
          "adapter_not_released",
          "request_too_large",
          "output_too_large",
          "too_many_choices",
          "rate_limited",
          "tokens_limited",
          "concurrency_limited",
          "unpriced_model",
          "budget_spent",
          "budget_unknown",
          "learning_budget_spent",
          "journal_full",
          "no_target",
          "missing_fact");

  /** Codes of errors that come before or after policy. */
  private static final Set<String> ERRORS =
      Set.of(
          "invalid_api_key",
          "invalid_body",
          "name_too_long",
          "tenant_without_policy",
          "model_not_found",
          "policy_unavailable",
          "policy_refused",
          "rate_limit_exceeded",
          "client_gone",
          "internal_error",
          "upstream_broken",
          "upstream_failed",
          "upstream_misconfigured",
          "upstream_rate_limited",
          "upstream_timeout",
          "upstream_unavailable",
          "upstream_unreadable",
          "budget_spent",
          "unpriced_model",
          "content_blocked",
          "content_unscreened",
          "not_found",
          "not_served_by_provider",
          "invalid_timeout",
          "request_timeout",
          "body_incomplete",
          "body_unreadable",
          "request_too_large",
          "upstream_refused",
          "upstream_name_taken");

  String alias(String asked) {
    return aliases.contains(asked) ? asked : OTHER;
  }

  static String endpoint(String word) {
    return ENDPOINTS.contains(word) ? word : OTHER;
  }

  static String code(String code) {
    return RULES.contains(code) || ERRORS.contains(code) ? code : OTHER;
  }

  /** {@code 2xx} and so on. */
  static String statusClass(int status) {
    return status >= 100 && status < 600 ? status / 100 + "xx" : OTHER;
  }
}
