package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection on which nothing goes on is closed; one that waits for an answer is not. */
class QuietConnectionsIT {
  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway =
        RunningGateway.with(
            dir, Yaml.of(dir, upstream.port(), "", "limits: {client_quiet_millis: 1000}\n"));
    gateway.tenant("acme", "small");
    key = gateway.key("acme");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @Test
  void aConnectionWhoseRequestNeverBecomesWholeIsClosed() throws Exception {
    try (RawClient client = halfSentHead()) {
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void anAnswerThatTakesLongIsNotTakenForAQuietConnection() throws Exception {
    upstream.plays((asked, line) -> {
      try (RawClient quiet = halfSentHead()) {
        quiet.readToEnd();
      }
      line.json(200, Answers.chat("worth the wait"));
    });
    assertThat(gateway.chat(key, Answers.ask("small")).status()).isEqualTo(200);
  }

  @Test
  void aConnectionThatIsUsedAllTheTimeIsNeverQuiet() throws Exception {
    String ask =
        "GET /v1/models HTTP/1.1\r\nhost: g\r\nauthorization: Bearer " + key.secret() + "\r\n\r\n";
    try (RawClient busy = RawClient.send(gateway.data("/"), ask);
        RawClient quiet = halfSentHead()) {
      CompletableFuture<String> closed =
          CompletableFuture.supplyAsync(() -> toEnd(quiet), Thread::startVirtualThread);
      int answers = 1;
      while (!closed.isDone()) {
        busy.readUntil("\"list\"", answers++);
        busy.sendMore(ask);
      }
      busy.readUntil("\"list\"", answers);
    }
  }

  private static String toEnd(RawClient client) {
    try {
      return client.readToEnd();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static RawClient halfSentHead() throws Exception {
    return RawClient.send(gateway.data("/"), "GET /v1/models HTTP/1.1\r\nho");
  }
}
