package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CpuTimeTest {

  @Test
  void addsUserAndSystemTimeInHundredthsOfASecond() {
    String stat =
        "4242 (java) S 1 4242 4242 0 -1 4194560 100 0 0 0 150 50 7 9 20 0 30 0 12345 1 2 3";

    assertThat(CpuTime.ofStat(stat)).isEqualTo(2_000_000);
  }

  @Test
  void aNameMayHoldBlanksAndBrackets() {
    String stat = "7 (a) b (c)) R 1 7 7 0 -1 0 0 0 0 0 1 2 900 900 20 0 1 0 1 1 1 1\n";

    assertThat(CpuTime.ofStat(stat)).isEqualTo(30_000);
  }

  @Nested
  class OnLinux {
    @BeforeEach
    void procIsThere() {
      assumeTrue(
          Files.isReadable(Path.of("/proc/self/stat")),
          "part absent: /proc. Run the tests on Linux");
    }

    @Test
    void whatHasWorkedHasTakenTime() throws Exception {
      long before = CpuTime.ownMicros();
      long sum = 0;
      for (long end = System.nanoTime() + 30_000_000_000L; System.nanoTime() < end; sum++) {
        if (sum % 1_000_000 == 0 && CpuTime.ownMicros() > before) {
          break;
        }
      }

      assertThat(CpuTime.ownMicros()).isGreaterThan(before);
      assertThat(CpuTime.micros(List.of(ProcessHandle.current().pid())))
          .isGreaterThanOrEqualTo(CpuTime.ownMicros() - 10_000_000);
      assertThat(CpuTime.residentKib(List.of(ProcessHandle.current().pid()))).isGreaterThan(10_000);
    }

    @Test
    void whatHasEndedTakesNone() throws Exception {
      long none = Integer.MAX_VALUE;

      assertThat(CpuTime.micros(List.of(none))).isZero();
      assertThat(CpuTime.residentKib(List.of(none))).isZero();
    }
  }
}
