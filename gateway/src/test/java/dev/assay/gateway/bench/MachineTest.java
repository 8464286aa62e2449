package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {
  @ParameterizedTest
  @CsvSource({
    "-XX:AOTCache=/home/someone/assay/target/assay.aot, -XX:AOTCache=assay.aot",
    "-XX:AOTCache=target/assay.aot, -XX:AOTCache=assay.aot",
    "-XX:AOTCache=assay.aot, -XX:AOTCache=assay.aot",
    "-Xmx768m, -Xmx768m",
    "-Xlog:all=error:stderr, -Xlog:all=error:stderr"
  })
  void aPublishedFigureNamesNoFolderOfTheMachineItWasTakenOn(String given, String published) {
    assertThat(Machine.withoutFolders(given)).isEqualTo(published);
  }

  @Test
  void theTimeIsToldToTheSecond() throws IOException {
    assertThat(Machine.here(Instant.parse("2026-11-24T05:48:07.459754537Z"), 0.3).at())
        .isEqualTo(Instant.parse("2026-11-24T05:48:07Z"));
  }
}
