package dev.assay.learners.switches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.learners.Samples;
import dev.assay.learners.audit.Audit;
import dev.assay.learners.store.Database;
import dev.assay.learners.store.Migrations;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SwitchesTest {
  @TempDir Path folder;

  @Test
  void aSwitchIsInEffectWhenAcknowledgedForItsTenantAloneAndAfterARestart() {
    try (Database database = Database.open(folder, Migrations.FOLDERS)) {
      Audit audit = new Audit(database, Clock.systemUTC());
      Switches switches = Switches.open(database, audit);
      set(switches, KillSwitch.FREEZE_LEARNING, true);
      set(switches, KillSwitch.BYPASS_INJECTION, true);
      set(switches, KillSwitch.BYPASS_INJECTION, false);

      assertThat(switches.isThrown(Samples.ACME, KillSwitch.FREEZE_LEARNING)).isTrue();
      assertThat(switches.isThrown(Samples.ACME, KillSwitch.BYPASS_INJECTION)).isFalse();
      assertThat(switches.isThrown(Samples.OTHER, KillSwitch.FREEZE_LEARNING)).isFalse();
      assertThat(audit.entries(0, 10)).hasSize(3);
      assertThat(audit.entries(0, 1).getFirst())
          .satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("switch.freeze-learning");
            assertThat(entry.detail()).isEqualTo(Map.of("on", true));
          });
    }
    try (Database database = Database.open(folder, Migrations.FOLDERS)) {
      Switches switches = Switches.open(database, new Audit(database, Clock.systemUTC()));

      assertThat(switches.isThrown(Samples.ACME, KillSwitch.FREEZE_LEARNING)).isTrue();
      assertThat(switches.isThrown(Samples.ACME, KillSwitch.BYPASS_INJECTION)).isFalse();
    }
  }

  private static void set(Switches switches, KillSwitch what, boolean on) {
    switches.set("admin", Samples.ACME, what, on).toCompletableFuture().join();
    assertThat(switches.isThrown(Samples.ACME, what)).isEqualTo(on);
  }
}
