package dev.assay.learners.evaluation;

import dev.assay.learners.serving.ServingRelease;
import dev.assay.learners.statistics.Agreement;
import dev.assay.policies.tenant.TenantPolicy;
import dev.assay.policies.tenant.TenantPolicy.EvaluationRules;
import dev.assay.policies.tenant.TenantPolicy.Gate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a tenant's holdout can tell good answers from bad ones, asked before anything is learned:
 * it needs the live release only, and spends nothing.
 */
public final class HoldoutSensitivity {
  static final double ALPHA = 0.05;

  private final Holdout holdout;
  private final HoldoutAnswers answers;

  public HoldoutSensitivity(Holdout holdout, HoldoutAnswers answers) {
    this.holdout = holdout;
    this.answers = answers;
  }

  /**
   * Why learning should wait; empty when the holdout can tell, or when the tenant's gate is
   * advisory and so nothing is stopped by it. Blocks.
   *
   * @throws EvaluationFailed when a row could not be answered
   */
  public Optional<String> holdReason(TenantPolicy policy, ServingRelease live) {
    EvaluationRules rules = policy.envelope().evaluation();
    if (rules.gate() == Gate.ADVISORY) {
      return Optional.empty();
    }
    List<HoldoutRow> rows = holdout.labelled(policy.tenant());
    if (rows.size() < rules.minRows()) {
      return Optional.of(tooFew(rows.size(), rules));
    }
    Measured measured = Measured.of(rows, answers.of(policy.tenant(), live, rows));
    Agreement agreement = measured.agreement();
    return sensitive(agreement, rules)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "holdout can't tell good from bad: on %d rows live answers %.1f %% rightly and"
                    + " dealt-out labels would give %.1f %%; the excess is surely above %.1f points"
                    + " only, policy asks for %.1f",
                rows.size(),
                100 * agreement.share(),
                100 * agreement.permuted(),
                100 * agreement.low(),
                100 * rules.sensitivityGap()));
  }

  static boolean sensitive(Agreement agreement, EvaluationRules rules) {
    return agreement.low() >= rules.sensitivityGap();
  }

  static String tooFew(int rows, EvaluationRules rules) {
    return "the holdout has "
        + rows
        + " labelled rows, policy asks for "
        + rules.minRows()
        + ": wait for more of the answers people were asked for";
  }
}
