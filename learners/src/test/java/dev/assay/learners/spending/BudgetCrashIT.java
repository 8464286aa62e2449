package dev.assay.learners.spending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that spends is killed with SIGKILL: what it used is counted, and a little more. */
final class BudgetCrashIT {
  private static final int LINES_BEFORE_KILL = 2_000;

  /** A lease is a hundredth; at most two of them lie in the purse. */
  private static final long MOST_LEASED = Spender.LIMIT_NANO_USD / 100 * 3;

  @TempDir Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void whatAKilledProcessUsedIsCounted() throws Exception {
    long used = spendUntilKilled();

    try (Till till = new Till(folder)) {
      long taken = till.takenNanoUsd();
      assertThat(taken).isBetween(used, used + MOST_LEASED);
      int left = Math.toIntExact(Spender.LIMIT_NANO_USD - taken);
      assertThat(till.reserve("k1", Spender.POLICY, left + 1).standing().withinBudget()).isFalse();
      assertThat(till.reserve("k1", Spender.POLICY, left).standing().holds()).isTrue();
    }
  }

  private long spendUntilKilled() throws Exception {
    Process spender =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Spender.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long used = 0;
    int lines = 0;
    try (BufferedReader output = spender.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.endsWith(Spender.END)) {
          used = Long.parseLong(line.substring(0, line.length() - Spender.END.length()));
        }
        if (++lines == LINES_BEFORE_KILL) {
          spender.toHandle().destroyForcibly();
        }
      }
    } finally {
      spender.destroyForcibly();
    }
    assertThat(spender.waitFor()).as("killed, not ended by itself").isEqualTo(128 + 9);
    return used;
  }
}
