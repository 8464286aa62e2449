package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that stands still is let go, and a tenant of many such takes no other's place. */
class SlowClientsIT {
  private static final int PLACES = 9;

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key acme;
  private static RunningGateway.Key globex;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway =
        RunningGateway.with(
            dir,
            Yaml.of(
                dir,
                upstream.port(),
                "",
                "limits: {client_stall_millis: 300,"
                    + " max_concurrent_requests: "
                    + PLACES
                    + "}\n"));
    gateway.tenant("acme", "small");
    gateway.tenant("globex", "small");
    acme = gateway.key("acme");
    globex = gateway.key("globex");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @Test
  void aStreamThatNobodyReadsIsCutAndItsProviderCancelled() throws Exception {
    int before = upstream.abandoned();
    upstream.plays((asked, line) -> {
      line.streamHead();
      String event = Answers.delta("x".repeat(60_000));
      while (true) {
        line.chunk(event);
      }
    });
    try (RawClient reader = RawClient.chat(gateway, acme, Answers.askStream("small"))) {
      reader.readUntil("xxx");
      Eventually.holds("the provider sees its client go", () -> upstream.abandoned() > before);
    }
    gateway.newest("acme", "CANCELLED");
  }

  @Test
  void aWholeAnswerThatNobodyReadsGivesItsPlaceBack() throws Exception {
    String large = Answers.chat("x".repeat(8 * 1024 * 1024));
    upstream.plays((asked, line) -> line.json(200, large));
    List<RawClient> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        RawClient client = RawClient.chat(gateway, acme, Answers.ask("small"));
        idle.add(client);
        client.readUntil("xxx");
      }
      upstream.plays((asked, line) -> line.json(200, Answers.chat("room again")));
      Eventually.holds(
          "their places are back", () -> gateway.chat(acme, Answers.ask("small")).status() == 200);
    } finally {
      for (RawClient client : idle) {
        client.close();
      }
    }
  }

  @Test
  void aWholeAnswerLargerThanEveryBufferArrivesWhole() throws Exception {
    String large = Answers.chat("x".repeat(8 * 1024 * 1024));
    upstream.plays((asked, line) -> line.json(200, large));

    assertThat(gateway.chat(acme, Answers.ask("small")).text()).isEqualTo(large);
  }

  @Test
  void oneTenantsBodiesThatNeverComeLeaveRoomForAnother() throws Exception {
    upstream.plays((asked, line) -> line.json(200, Answers.chat("served")));
    List<RawClient> halfSent = new ArrayList<>();
    try {
      Eventually.holds(
          "acme has its share",
          () -> {
            halfSent.add(halfSentBody());
            return gateway.chat(acme, Answers.ask("small")).status() == 503;
          });

      assertThat(gateway.chat(globex, Answers.ask("small")).status()).isEqualTo(200);
    } finally {
      for (RawClient client : halfSent) {
        client.close();
      }
    }
  }

  @Test
  void whoGoesOnSendingARefusedBodyIsCutOff() throws Exception {
    try (RawClient client =
        RawClient.send(
            gateway.data("/"),
            "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\ncontent-length: 99999999\r\n"
                + "authorization: Bearer "
                + acme.secret()
                + "\r\n\r\n{")) {
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void aBodyWhoseChunksAreWrongIsTheClientsFault() throws Exception {
    try (RawClient client =
        RawClient.send(
            gateway.data("/"),
            "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\ntransfer-encoding: chunked\r\n"
                + "authorization: Bearer "
                + acme.secret()
                + "\r\n\r\n0x5\r\n{\"a\":\r\n0\r\n\r\n")) {
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400").contains("body_unreadable");
    }
  }

  private static RawClient halfSentBody() throws Exception {
    return RawClient.send(
        gateway.data("/"),
        "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\ncontent-length: 400\r\n"
            + "authorization: Bearer "
            + acme.secret()
            + "\r\n\r\n{");
  }
}
