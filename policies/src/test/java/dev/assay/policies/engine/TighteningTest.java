package dev.assay.policies.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.ContentRules.Act;
import dev.assay.policies.tenant.ContentRules.Rule;
import dev.assay.policies.tenant.TenantPolicy.ApprovalRule;
import dev.assay.policies.tenant.TenantPolicy.Content;
import java.util.List;
import org.junit.jupiter.api.Test;

class TighteningTest {
  private static final Decision.OfRequest ALLOWED =
      new Decision.OfRequest(
          true,
          List.of(),
          List.of(0),
          new Decision.Allowance(500, 8, List.of(ArtifactKind.EXAMPLES)),
          new Decision.Obligations(Content.REDACTED, ContentRules.OFF),
          "r");
  private static final Decision.Reason NIGHT = new Decision.Reason("night", "Come back.");
  private static final Tightening NOTHING =
      new Tightening(List.of(), List.of(), List.of(), List.of());
  private static final Tightening DENIAL =
      new Tightening(List.of(NIGHT), List.of(), List.of(), List.of());

  private static Decision.OfChange change(Decision.Outcome outcome) {
    return new Decision.OfChange(outcome, List.of(), "r");
  }

  private static Tightening approvals(ApprovalRule... rules) {
    return new Tightening(List.of(), List.of(rules), List.of(), List.of());
  }

  @Test
  void addingNothingChangesNothing() {
    assertThat(NOTHING.applyTo(ALLOWED)).isEqualTo(ALLOWED);
    Decision.OfChange admitted = change(new Decision.Outcome.Admit(Decision.Stage.LIVE));
    assertThat(NOTHING.applyTo(admitted)).isEqualTo(admitted);
  }

  @Test
  void aDenialRefusesWithItsReasonAndLeavesNothingUsable() {
    Decision.OfRequest refused = (Decision.OfRequest) DENIAL.applyTo(ALLOWED);
    assertThat(refused.allow()).isFalse();
    assertThat(refused.reasons()).containsExactly(NIGHT);
    assertThat(refused.targets()).isEmpty();
    assertThat(refused.injection().maxItems()).isZero();
    assertThat(DENIAL.applyTo(new Decision.OfFeedback(true, List.of(), "r")))
        .isEqualTo(new Decision.OfFeedback(false, List.of(NIGHT), "r"));
    assertThat(DENIAL.applyTo(change(new Decision.Outcome.Admit(Decision.Stage.LIVE))))
        .isEqualTo(new Decision.OfChange(new Decision.Outcome.Reject(), List.of(NIGHT), "r"));
  }

  @Test
  void theStrictestContentStands() {
    for (Content content : Content.values()) {
      Tightening asked =
          new Tightening(List.of(), List.of(), List.of(new Tightening.Keeping(content)), List.of());
      Decision.OfRequest tightened = (Decision.OfRequest) asked.applyTo(ALLOWED);
      assertThat(tightened.obligations().content())
          .isEqualTo(content == Content.NONE ? Content.NONE : Content.REDACTED);
    }
  }

  @Test
  void aContentRuleIsRaisedAndNeverLowered() {
    for (Rule rule : Rule.values()) {
      ContentRules flagged = ContentRules.OFF.atLeast(rule, Act.FLAG);
      Decision.OfRequest decided =
          new Decision.OfRequest(
              true,
              List.of(),
              ALLOWED.targets(),
              ALLOWED.injection(),
              new Decision.Obligations(Content.FULL, flagged),
              "r");
      assertThat(flagged).isNotEqualTo(ContentRules.OFF);
      for (Act act : Act.values()) {
        Tightening asked =
            new Tightening(
                List.of(), List.of(), List.of(), List.of(new Tightening.Stricter(rule, act)));
        Decision.OfRequest tightened = (Decision.OfRequest) asked.applyTo(decided);
        assertThat(tightened.obligations().contentRules())
            .isEqualTo(act == Act.OFF ? flagged : ContentRules.OFF.atLeast(rule, act));
      }
    }
  }

  @Test
  void approvalsAreAddedAndNeverLowered() {
    Decision.OfChange waiting =
        change(
            new Decision.Outcome.NeedsApprovals(
                List.of(new ApprovalRule("ml", 2)), Decision.Stage.CANARY));
    assertThat(approvals(new ApprovalRule("ml", 1), new ApprovalRule("legal", 1)).applyTo(waiting))
        .isEqualTo(
            change(
                new Decision.Outcome.NeedsApprovals(
                    List.of(new ApprovalRule("legal", 1), new ApprovalRule("ml", 2)),
                    Decision.Stage.CANARY)));
    assertThat(
            approvals(new ApprovalRule("ml", 1))
                .applyTo(change(new Decision.Outcome.Admit(Decision.Stage.LIVE))))
        .isEqualTo(
            change(
                new Decision.Outcome.NeedsApprovals(
                    List.of(new ApprovalRule("ml", 1)), Decision.Stage.LIVE)));
  }

  @Test
  void nothingAddedRevivesARejectedChange() {
    Decision.OfChange rejected =
        new Decision.OfChange(new Decision.Outcome.Reject(), List.of(NIGHT), "r");
    assertThat(approvals(new ApprovalRule("ml", 1)).applyTo(rejected)).isEqualTo(rejected);
  }
}
