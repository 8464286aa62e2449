package dev.assay.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.demo.Dataset.Row;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final int ROWS = 12;

  private static Arm arm(String tenant, int right) {
    Arm arm = new Arm(tenant, "key", ROWS);
    for (int i = 0; i < ROWS; i++) {
      String text = i % 4 < right ? "yes" : "no";
      arm.record(i, new Row("x", "yes"), new Apps.Answer(200, text, "e", 1, false, List.of(), 0.2));
    }
    return arm;
  }

  private static Outcome outcome() {
    return outcome("chg-1");
  }

  private static Outcome outcome(String adapter) {
    return new Outcome(
        new Plan(Collections.nCopies(ROWS, new Row("x", "yes")), List.of(), List.of("yes"), 1, 8),
        arm("learned", 3),
        arm("frozen", 2),
        arm("shuffled", 2),
        arm("shuffled_ungated", 1),
        arm("ceiling", 4),
        List.of(),
        new AdapterStory.Told(
            adapter,
            Map.of("model", 400),
            1,
            List.of(),
            List.of("Ada (reviewer)"),
            "live",
            Share.of(1, 4),
            Share.of(3, 4),
            0.0125),
        new PoisonStory.Told(
            new PoisonStory.Ended("hold", List.of("too few people")),
            new PoisonStory.Ended("reject", List.of("worse than live")),
            2,
            1),
        40,
        true,
        90);
  }

  @Test
  void theTableSaysWhatItsWordsMean() {
    assertThat(Report.table(outcome()))
        .contains("An arm is a tenant")
        .contains("the last 4,")
        .contains("hold: the learner proposed nothing")
        .contains("reject: a change was proposed, measured and rejected by policy")
        .contains("1.3 % of what the model answered rightly")
        .contains("Tenant 'poisoned' was rolled back from release 2 to what release 1 served");
  }

  @Test
  void anAdapterThatNeverWaitedForAVoteHasNoFigures() {
    assertThat(Report.table(outcome("")))
        .contains("learned no adapter")
        .doesNotContain("approved by", "forgetting");
  }

  @Test
  void thePageSaysThemToo() {
    assertThat(HtmlReport.page(outcome(), "data", 1, List.of()))
        .contains("An arm is a tenant", "the learner proposed nothing", "1.3 % of what")
        .contains("rollback of tenant 'poisoned'");
  }
}
