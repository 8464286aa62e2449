package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.LoggedErrors;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.Stage;
import dev.assay.gateway.running.Yaml;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that wait for one of a provider's connections. */
class FullPoolIT {
  @RegisterExtension
  static final Stage STAGE =
      Stage.ofOneProvider(stage ->
              Yaml.of(stage.dir(), stage.upstream().port(), "    max_connections: 1\n", ""))
          .tenant("acme", "small");

  @Test
  void aClientThatGoesBeforeItsConnectionIsThereIsNothingToLog() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    STAGE
        .upstream()
        .plays((ask, line) -> {
          held.await();
          line.json(200, Answers.chat("late"));
        });
    LoggedErrors logged = LoggedErrors.watch();
    try (RawClient first = chat()) {
      Eventually.holds("the connection is taken", () -> STAGE.upstream().asked().size() == 1);
      try (RawClient second = chat()) {
        Eventually.holds("the next one waits for it", () -> STAGE.gateway().slotsTaken() == 2);
      }
      STAGE.gateway().newest("acme", "CANCELLED");
      held.countDown();
      first.readUntil("late");
    }
    assertThat(STAGE.gateway().chat(STAGE.key(), Answers.ask("small")).status())
        .as("asked after the one that went had its turn")
        .isEqualTo(200);
    assertThat(STAGE.upstream().asked()).hasSize(2);
    logged.close();
    assertThat(logged.all()).isEmpty();
  }

  private static RawClient chat() throws Exception {
    String body = Answers.ask("small");
    return RawClient.send(
        STAGE.gateway().data("/"),
        "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\n"
            + "content-length: "
            + body.length()
            + "\r\nauthorization: Bearer "
            + STAGE.key().secret()
            + "\r\n\r\n"
            + body);
  }
}
