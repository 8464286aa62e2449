package dev.assay.policies.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tenant's own rules add. However it is filled, {@link #applyTo} only takes away: reasons
 * are united, the higher count of approvals stands, the stricter handling of content stands.
 *
 * @param deny objections; any of them refuses
 * @param approvals people who must approve a change besides those the envelope names
 * @param obligations how content must be kept at most
 * @param contentRules what must at least be done about what is found in it
 */
record Tightening(
    List<Decision.Reason> deny,
    List<TenantPolicy.ApprovalRule> approvals,
    List<Keeping> obligations,
    @JsonProperty("content_rules") List<Stricter> contentRules) {

  Tightening {
    // Sets have no order worth keeping across engines; a reader's order is by code.
    deny =
        deny.stream()
            .sorted(
                Comparator.comparing(Decision.Reason::code).thenComparing(Decision.Reason::message))
            .toList();
    approvals = List.copyOf(approvals);
    obligations = List.copyOf(obligations);
    contentRules = List.copyOf(contentRules);
    if (approvals.stream().anyMatch(rule -> rule.role().isBlank() || rule.count() < 0)) {
      throw new IllegalArgumentException("an approval names a role and a count of 0 or more");
    }
  }

  /** The journal keeps no more than this. */
  record Keeping(TenantPolicy.Content content) {}

  /** This rule is at least as strict as this. */
  record Stricter(ContentRules.Rule rule, ContentRules.Act act) {}

  Decision applyTo(Decision decision) {
    return switch (decision) {
      case Decision.OfRequest request -> tighten(request);
      case Decision.OfFeedback feedback ->
          new Decision.OfFeedback(
              feedback.admit() && deny.isEmpty(),
              withDenials(feedback.reasons()),
              feedback.policyRevision());
      case Decision.OfChange change ->
          new Decision.OfChange(
              tighten(change.outcome()), withDenials(change.reasons()), change.policyRevision());
    };
  }

  private Decision tighten(Decision.OfRequest request) {
    boolean allow = request.allow() && deny.isEmpty();
    return new Decision.OfRequest(
        allow,
        withDenials(request.reasons()),
        allow ? request.targets() : List.of(),
        allow ? request.injection() : new Decision.Allowance(0, 0, List.of()),
        new Decision.Obligations(
            strictest(request.obligations().content()),
            strictest(request.obligations().contentRules())),
        request.policyRevision());
  }

  private Decision.Outcome tighten(Decision.Outcome outcome) {
    if (!deny.isEmpty()) {
      return new Decision.Outcome.Reject();
    }
    return switch (outcome) {
      case Decision.Outcome.Reject reject -> reject;
      case Decision.Outcome.Admit(Decision.Stage stage) -> waiting(List.of(), stage);
      case Decision.Outcome.NeedsApprovals needs -> waiting(needs.approvals(), needs.stage());
    };
  }

  private Decision.Outcome waiting(List<TenantPolicy.ApprovalRule> wanted, Decision.Stage stage) {
    Map<String, Integer> countByRole = new TreeMap<>();
    wanted.forEach(rule -> countByRole.merge(rule.role(), rule.count(), Math::max));
    approvals.forEach(rule -> countByRole.merge(rule.role(), rule.count(), Math::max));
    countByRole.values().removeIf(count -> count == 0);
    if (countByRole.isEmpty()) {
      return new Decision.Outcome.Admit(stage);
    }
    List<TenantPolicy.ApprovalRule> rules = new ArrayList<>();
    countByRole.forEach((role, count) -> rules.add(new TenantPolicy.ApprovalRule(role, count)));
    return new Decision.Outcome.NeedsApprovals(rules, stage);
  }

  private List<Decision.Reason> withDenials(List<Decision.Reason> reasons) {
    List<Decision.Reason> all = new ArrayList<>(reasons);
    all.addAll(deny);
    return all;
  }

  /** {@link TenantPolicy.Content} is declared from the loosest to the strictest. */
  private TenantPolicy.Content strictest(TenantPolicy.Content content) {
    return obligations.stream()
        .map(Keeping::content)
        .reduce(content, (one, other) -> one.compareTo(other) >= 0 ? one : other);
  }

  private ContentRules strictest(ContentRules rules) {
    ContentRules all = rules;
    for (Stricter asked : contentRules) {
      all = all.atLeast(asked.rule(), asked.act());
    }
    return all;
  }
}
