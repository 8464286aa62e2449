package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverheadIT {
  private static final int REQUESTS = 200;
  private static final int WARMUP = 20;

  @TempDir Path folder;

  @Test
  void everyMeasuredRequestCarriedThePinnedExamplesAndWasJournalled() throws Exception {
    Overhead.Plan plan = new Overhead.Plan(REQUESTS, WARMUP, 2, 1);

    OverheadReport report = new Overhead(folder, plan, Clock.systemUTC()).run();

    long sent = (long) REQUESTS + WARMUP + report.starts().size();
    assertThat(report.checks()).isEqualTo(new OverheadReport.Checks(sent, sent, sent));
    assertThat(report.checks().held()).isTrue();
    assertThat(report.direct().p50()).isPositive();
    assertThat(report.governed().p50()).isGreaterThan(report.direct().p50());
    assertThat(report.starts())
        .singleElement()
        .satisfies(
            start -> assertThat(start.firstAnswerMillis()).isGreaterThan(start.listeningMillis()));
    assertThat(report.worstWriteLagMillis()).isPositive();
    assertThat(report.text()).contains("added", "p99", "on disk at most", "in the journal");
  }

  @Test
  void aRunIsBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Overhead.Plan(200_001, 0, 1, 1))
        .withMessageContaining("'requests' is 1 to 200000");
    assertThatIllegalArgumentException().isThrownBy(() -> new Overhead.Plan(1, 0, 65, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Overhead.Plan(1, 0, 1, 21));
  }
}
