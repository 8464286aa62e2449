package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream that says nothing for a while is kept awake, by comments between its events. */
class SilentStreamsIT {
  @TempDir Path dir;

  @Test
  void whileTheProviderIsSilentTheClientIsSentComments() throws Exception {
    CountDownLatch pinged = new CountDownLatch(1);
    try (RawUpstream upstream = new RawUpstream();
        RunningGateway gateway =
            RunningGateway.with(
                dir, Yaml.of(dir, upstream.port(), "", "limits: {ping_millis: 50}\n"))) {
      upstream.plays((asked, line) -> {
        line.streamHead();
        line.chunk(Answers.delta("a") + "data: {\"half\":");
        pinged.await(15, TimeUnit.SECONDS);
        line.chunk("1}\n\n" + Answers.DONE);
        line.end();
      });
      gateway.tenant("acme", "small");
      try (RawClient client =
          RawClient.chat(gateway, gateway.key("acme"), Answers.askStream("small"))) {
        client.readUntil(": ping\n\n", 2);
        pinged.countDown();
        assertThat(client.readToEnd())
            .contains(Answers.delta("a"), ": ping\n\n", "data: {\"half\":1}\n\n")
            .contains(Answers.DONE)
            .doesNotContain("data: {\"half\":: ping");
      }
    }
  }
}
