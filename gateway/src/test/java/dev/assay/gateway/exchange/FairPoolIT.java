package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A provider's connections are shared by tenants. */
class FairPoolIT {
  private static final int CONNECTIONS = 4;

  @RegisterExtension
  static final Stage STAGE =
      Stage.ofOneProvider(stage ->
              Yaml.of(
                  stage.dir(),
                  stage.upstream().port(),
                  "    max_connections: " + CONNECTIONS + "\n",
                  ""))
          .tenant("acme", "small")
          .tenant("globex", "small");

  @Test
  void whoHoldsManyLeavesSomeToOthers() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    STAGE
        .upstream()
        .plays((ask, line) -> {
          if (ask.text().contains("slowly")) {
            held.await();
          }
          line.json(200, Answers.chat("done"));
        });
    RunningGateway gateway = STAGE.gateway();
    String slow = Answers.ask("small").replace("\"content\":\"", "\"content\":\"slowly ");
    List<RawClient> waiting = new ArrayList<>();
    for (int i = 0; i < 2 * CONNECTIONS; i++) {
      waiting.add(RawClient.chat(gateway, gateway.key("acme"), slow));
    }
    Eventually.holds("all of them are under way", () -> gateway.slotsTaken() == 2 * CONNECTIONS);

    assertThat(gateway.chat(gateway.key("globex"), Answers.ask("small")).status()).isEqualTo(200);

    held.countDown();
    for (RawClient client : waiting) {
      client.readUntil("done");
      client.close();
    }
  }
}
