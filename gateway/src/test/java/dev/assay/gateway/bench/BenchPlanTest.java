package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assay.gateway.bench.BenchPlan.Combination;
import dev.assay.gateway.bench.BenchPlan.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchPlanTest {
  private static final List<Subject> SUBJECTS =
      List.of(subject(Subject.DIRECT), subject(Subject.PINNED), subject(Subject.SIMILAR));

  @Test
  void aRunIsBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(0, 1, List.of(1024)))
        .withMessage("'seconds' is 0.1 to 120, not 0");
    assertThatIllegalArgumentException().isThrownBy(() -> plan(1, 21, List.of(1024)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(1, 1, List.of(599)))
        .withMessage("'size in bytes' is 600 to 1048576, not 599");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(1, 1, List.of(1024, 1024, 1024, 1024, 1024, 1024)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(120, 1, List.of(1024, 2048, 4096, 8192, 16_384)))
        .withMessageContaining("60 minutes");
  }

  @Test
  void similarInjectionIsMeasuredWithTheFirstSizeAlone() {
    List<Combination> all = plan(1, 1, List.of(1024, 10_240)).combinations(SUBJECTS);

    assertThat(all)
        .filteredOn(it -> it.subject().name().equals(Subject.SIMILAR))
        .extracting(Combination::kind)
        .containsExactly(Kind.ALONE, Kind.BUSY, Kind.OPEN);
    assertThat(all)
        .filteredOn(it -> it.subject().name().equals(Subject.PINNED))
        .extracting(it -> it.kind() + " " + it.bytes())
        .containsExactly(
            "ALONE 1024", "ALONE 10240", "BUSY 1024", "BUSY 10240", "OPEN 1024", "STREAM 1024");
  }

  @Test
  void everyOtherRoundGoesBackwards() {
    BenchPlan plan = plan(1, 2, List.of(1024));

    assertThat(plan.turned(List.of(1, 2, 3), 0)).containsExactly(1, 2, 3);
    assertThat(plan.turned(List.of(1, 2, 3), 1)).containsExactly(3, 2, 1);
  }

  private static BenchPlan plan(double seconds, int rounds, List<Integer> sizes) {
    return new BenchPlan(
        seconds, rounds, 1, 500, sizes, List.of(Rival.values()), 1, Optional.empty());
  }

  private static Subject subject(String name) {
    return new Subject(name, name, "127.0.0.1:1", Subject.PATH, "", List.of());
  }
}
