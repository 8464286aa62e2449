package dev.assay.policies.tenant;

import dev.assay.config.yaml.Fields;
import dev.assay.config.yaml.TextRule;
import dev.assay.config.yaml.Value;
import dev.assay.config.yaml.Words;
import dev.assay.config.yaml.YamlNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a tenant's envelope: the limits of what may be learned, and who must agree. */
final class EnvelopeSection {
  private static final int MAX_ITEMS = 1_000_000;
  private static final int MAX_BYTES = 256 * 1024 * 1024;
  private static final int MAX_APPROVERS = 20;

  private static final Map<String, ArtifactKind> KINDS =
      Words.of(List.of(ArtifactKind.values()), ArtifactKind::word);
  private static final Map<String, Role> ROLES = Words.of(List.of(Role.values()), Role::word);
  private static final Map<String, TenantPolicy.Gate> GATES =
      Words.of(List.of(TenantPolicy.Gate.values()), TenantPolicy.Gate::word);

  private static final TextRule KIND =
      new TextRule("one of " + String.join(", ", KINDS.keySet()), KINDS::containsKey);
  private static final TextRule ROLE =
      new TextRule("one of " + String.join(", ", ROLES.keySet()), ROLES::containsKey);
  private static final String APPROVALS = "none, or roles and how many, such as {owner: 1}";

  private EnvelopeSection() {}

  static TenantPolicy.Envelope read(Fields fields, TenantPolicy.Envelope standard) {
    return new TenantPolicy.Envelope(
        fields.value("kinds").map(value -> kinds(value, standard.kinds())).orElse(standard.kinds()),
        evaluation(fields, standard.evaluation()),
        canary(fields, standard.canary()));
  }

  private static Map<ArtifactKind, TenantPolicy.KindRules> kinds(
      Value value, Map<ArtifactKind, TenantPolicy.KindRules> standard) {
    Map<ArtifactKind, TenantPolicy.KindRules> kinds = new EnumMap<>(ArtifactKind.class);
    value
        .named(KINDS.size(), KIND, (word, rules) -> rules.fields(it -> rules(it, word, standard)))
        .forEach((word, rules) -> {
          ArtifactKind kind = KINDS.get(word);
          if (kind != null) {
            kinds.put(kind, rules);
          }
        });
    return kinds;
  }

  private static TenantPolicy.KindRules rules(
      Fields fields, String word, Map<ArtifactKind, TenantPolicy.KindRules> standard) {
    Optional<TenantPolicy.KindRules> known =
        Optional.ofNullable(KINDS.get(word)).map(standard::get);
    return new TenantPolicy.KindRules(
        number(fields, "max_items", known.map(TenantPolicy.KindRules::maxItems), MAX_ITEMS),
        number(fields, "max_bytes", known.map(TenantPolicy.KindRules::maxBytes), MAX_BYTES),
        present(fields, "approvals", known.isPresent(), APPROVALS)
            .map(EnvelopeSection::approvals)
            .orElseGet(() -> known.map(TenantPolicy.KindRules::approvals).orElse(List.of())));
  }

  private static int number(Fields fields, String key, Optional<Integer> standard, int max) {
    return present(fields, key, standard.isPresent(), "a whole number from 1 to " + max)
        .flatMap(value -> value.whole(1, max))
        .map(Math::toIntExact)
        .orElse(standard.orElse(1));
  }

  /**
   * What the template has no value for must be said: silence must not mean that nobody approves.
   */
  private static Optional<Value> present(
      Fields fields, String key, boolean hasDefault, String allowed) {
    return hasDefault ? fields.value(key) : fields.required(key, allowed);
  }

  private static List<TenantPolicy.ApprovalRule> approvals(Value value) {
    if (value.node() instanceof YamlNode.Scalar scalar) {
      if (!scalar.text().equals("none")) {
        value.text(new TextRule(APPROVALS, text -> false));
      }
      return List.of();
    }
    return value
        .named(ROLES.size(), ROLE, (role, count) -> count.whole(1, MAX_APPROVERS))
        .entrySet()
        .stream()
        .map(it -> new TenantPolicy.ApprovalRule(it.getKey(), Math.toIntExact(it.getValue())))
        .toList();
  }

  private static TenantPolicy.EvaluationRules evaluation(
      Fields fields, TenantPolicy.EvaluationRules standard) {
    return fields.section(
        "evaluation",
        it ->
            new TenantPolicy.EvaluationRules(
                it.word("gate", standard.gate(), GATES),
                it.share("margin", standard.margin()),
                it.share("sensitivity_gap", standard.sensitivityGap()),
                it.share("max_forgetting", standard.maxForgetting()),
                it.integer("min_rows", standard.minRows(), 1, MAX_ITEMS)));
  }

  private static TenantPolicy.CanaryRules canary(Fields fields, TenantPolicy.CanaryRules standard) {
    return fields.section(
        "canary",
        it ->
            new TenantPolicy.CanaryRules(
                it.share("share", standard.share()),
                it.integer("exchanges", standard.exchanges(), 1, MAX_ITEMS),
                it.share("max_error_rate", standard.maxErrorRate())));
  }
}
