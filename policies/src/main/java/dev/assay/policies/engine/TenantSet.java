package dev.assay.policies.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A set that a tenant's own rules may add to, and the shape of what is added. */
enum TenantSet {
  DENY(
      Decision.Reason.class,
      "{\"code\": \"no_tools\", \"message\": \"Send no tools.\"}, two texts",
      "{\"code\": lower(code), \"message\": lower(message)}",
      "{\"code\": code, \"message\": message}"),
  APPROVALS(
      TenantPolicy.ApprovalRule.class,
      "{\"role\": \"legal\", \"count\": 1}, a role's name and a whole number of 0 or more",
      "{\"role\": lower(role), \"count\": abs(how_many)}",
      "{\"role\": role, \"count\": how_many}"),
  OBLIGATIONS(
      Tightening.Keeping.class,
      "{\"content\": \"none\"}, where content is full, redacted or none",
      "{\"content\": lower(content)}",
      "{\"content\": content}"),
  CONTENT_RULES(
      Tightening.Stricter.class,
      "{\"rule\": \"answer.pii\", \"act\": \"redact\"}, where rule is prompt.secrets, prompt.pii,"
          + " prompt.injection_markers, answer.secrets or answer.pii and act is flag, redact or"
          + " block",
      "{\"rule\": lower(rule), \"act\": lower(act)}",
      "{\"rule\": rule, \"act\": act}");

  private final Class<? extends Record> type;
  private final String shape;
  private final String typed;
  private final String pattern;

  TenantSet(Class<? extends Record> type, String shape, String typed, String pattern) {
    this.type = type;
    this.shape = shape;
    this.typed = typed;
    this.pattern = pattern;
  }

  /** The set of that name, if it is one. */
  static Optional<TenantSet> named(String word) {
    return Arrays.stream(values()).filter(set -> set.word().equals(word)).findFirst();
  }

  /** Its name in Rego. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether an element can be read as what is added to this set. */
  boolean admits(JsonNode element) {
    try {
      return !(DecisionJson.read(element, type) instanceof TenantPolicy.ApprovalRule rule)
          || (!rule.role().isBlank() && rule.count() >= 0);
    } catch (PolicyUnavailable otherwise) {
      return false;
    }
  }

  /** For a person: an element as it must be written. */
  String shape() {
    return shape;
  }

  /**
   * One line of Rego that OPA's type checker accepts only if the elements of this rule can have the
   * right fields, no others, and values of the right types.
   *
   * @param rule the name of a set that stands in the same package
   */
  String assertion(String rule) {
    return rule + "_is contains " + typed + " if { some " + pattern + " in " + rule + " }";
  }
}
