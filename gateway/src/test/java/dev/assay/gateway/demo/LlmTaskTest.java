package dev.assay.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.demo.Dataset.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LlmTaskTest {
  private final Dataset data = Dataset.load(null);

  @Test
  void rowsOfTheTestSplitComeLastAndNoTextComesTwice() {
    LlmTask task = LlmTask.of(data, 100, 1);
    assertThat(task.taught()).isEqualTo(64);
    assertThat(task.unseen()).isEqualTo(36);
    assertThat(data.train()).containsAll(task.stream().subList(0, 64));
    assertThat(data.test()).containsAll(task.stream().subList(64, 100));
    Set<String> texts = new HashSet<>();
    assertThat(task.stream()).allMatch(row -> texts.add(row.text()));
    assertThat(task.stream()).extracting(Row::label).isSubsetOf(LlmTask.LABELS);
  }

  @Test
  void theFewestStillTeachWhatALearnerProposesAt() {
    LlmTask task = LlmTask.of(data, LlmTask.FEWEST, 1);
    assertThat(task.taught()).isEqualTo(LlmTask.FEWEST_TAUGHT);
    assertThat(task.unseen()).isEqualTo(20);
  }

  @Test
  void theSameSeedDrawsTheSameRows() {
    assertThat(LlmTask.of(data, 100, 4)).isEqualTo(LlmTask.of(data, 100, 4));
    assertThat(LlmTask.of(data, 100, 4)).isNotEqualTo(LlmTask.of(data, 100, 5));
  }

  @Test
  void anAnswerIsRightHoweverItIsWritten() {
    Row row = new Row("x", "Refund_not_showing_up");
    assertThat(List.of("refund_not_showing_up", "Refund not showing up.", " Refund_not_showing_up"))
        .allMatch(row::isAnsweredBy);
    assertThat(row.isAnsweredBy("Refund_not_showing_up and more")).isFalse();
  }
}
