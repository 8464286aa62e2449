package dev.assay.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.DataPlaneLimits;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final long MIB = 1024 * 1024;

  /** The launcher's own limit, less the survivor space that the JVM does not count. */
  private static final long LAUNCHERS_MIB = 768 - 7;

  @Test
  void whatStandsWithoutAnyLimitInTheFileFitsIntoWhatTheLauncherGives() {
    assertThat(Memory.told(DataPlaneLimits.DEFAULT, LAUNCHERS_MIB * MIB)).isEmpty();
  }

  @Test
  void limitsThatTakeMoreAreToldWithWhatToDo() {
    assertThat(Memory.told(DataPlaneLimits.DEFAULT, 512 * MIB))
        .hasValueSatisfying(told ->
            assertThat(told)
                .contains("672 MiB", "there are 512", "ASSAY_JAVA_OPTS=-Xmx672m")
                .contains("max_concurrent_bytes", "journal_bytes"));
  }
}
