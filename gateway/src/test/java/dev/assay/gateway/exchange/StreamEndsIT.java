package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How streams end when somebody goes before the last event. */
class StreamEndsIT {
  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway =
        RunningGateway.with(
            dir, Yaml.of(dir, upstream.port(), "    idle_timeout_millis: 2000\n", ""));
    gateway.tenant("acme", "small");
    key = gateway.key("acme");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  enum Death {
    BETWEEN_EVENTS,
    MID_EVENT,
    WITHOUT_FINAL_EVENT,
    SILENCE;

    void die(RawUpstream.Line line) throws Exception {
      switch (this) {
        case BETWEEN_EVENTS -> line.die();
        case MID_EVENT -> {
          line.chunk("data: {\"choices\":[{\"del");
          line.die();
        }
        case WITHOUT_FINAL_EVENT -> line.end();
        case SILENCE -> line.awaitGone();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProviderThatDiesMidStreamEndsItInAnErrorEventAndNeverInDone(Death death) throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("part"));
      // What was sent must be read before a reset may drop it.
      read.await(10, TimeUnit.SECONDS);
      death.die(line);
    });
    try (RawClient client = RawClient.chat(gateway, key, Answers.askStream("small"))) {
      client.readUntil("part");
      read.countDown();
      String all = client.readToEnd();
      assertThat(all).contains(Answers.delta("part")).doesNotContain("[DONE]");
      String last = all.substring(all.lastIndexOf("event: error"));
      assertThat(last)
          .startsWith("event: error\ndata: {\"error\":{\"message\":")
          .contains(death == Death.SILENCE ? "upstream_timeout" : "upstream_broken");
      assertThat(all)
          .as("half an event is never shown")
          .doesNotContain("[{\"del\n")
          .doesNotContain("[{\"delevent");
    }
    assertThat(gateway.newest("acme", "INTERRUPTED").path("httpStatus").asInt()).isEqualTo(200);
  }

  @Test
  void aClientThatGoesMidStreamCancelsTheProviderAndIsJournalled() throws Exception {
    int before = upstream.abandoned();
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("first"));
      line.awaitGone();
    });
    try (RawClient client = RawClient.chat(gateway, key, Answers.askStream("small"))) {
      client.readUntil("first");
    }
    Eventually.holds("the provider sees its client go", () -> upstream.abandoned() > before);
    gateway.newest("acme", "CANCELLED");
  }

  @Test
  void aClientThatGoesBeforeTheFirstByteCancelsTheProviderToo() throws Exception {
    int before = upstream.abandoned();
    CountDownLatch asked = new CountDownLatch(1);
    upstream.plays((request, line) -> {
      asked.countDown();
      line.awaitGone();
    });
    String other = gateway.tenant("hasty", "small");
    RawClient client = RawClient.chat(gateway, gateway.key(other), Answers.ask("small"));
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    client.close();
    Eventually.holds("the provider sees its client go", () -> upstream.abandoned() > before);
    gateway.newest("hasty", "CANCELLED");
  }

  @Test
  void aClientThatGoesMidwayThroughAWholeAnswerIsJournalledOnce() throws Exception {
    int before = upstream.abandoned();
    CountDownLatch begun = new CountDownLatch(1);
    upstream.plays((request, line) -> {
      line.raw(
          "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n{");
      begun.countDown();
      line.awaitGone();
    });
    String other = gateway.tenant("leaver", "small");
    RawClient client = RawClient.chat(gateway, gateway.key(other), Answers.ask("small"));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    client.close();
    Eventually.holds("the provider sees its client go", () -> upstream.abandoned() > before);
    gateway.newest("leaver", "CANCELLED");
    assertThat(
            gateway.admin("GET", "/admin/tenants/leaver/exchanges", "").json(200).path("exchanges"))
        .hasSize(1);
  }

  @Test
  void aSlowReaderHoldsTheProviderBackInsteadOfFillingMemory() throws Exception {
    int total = 256 * 1024 * 1024;
    AtomicLong sent = new AtomicLong();
    String event = "data: {\"pad\":\"" + "x".repeat(64 * 1024) + "\"}\n\n";
    upstream.plays((asked, line) -> {
      line.streamHead();
      while (sent.get() < total) {
        line.chunk(event);
        sent.addAndGet(event.length());
      }
      line.chunk(Answers.DONE);
      line.end();
    });
    try (RawClient client = RawClient.chat(gateway, key, Answers.askStream("small"))) {
      client.readUntil("data:");
      // For longer than a silent provider may take: it is the reader who is slow.
      Eventually.settles("what the provider could send", Duration.ofMillis(2_500), sent::get);
      assertThat(sent.get()).isLessThan(total / 4);
      long count = client.countToEnd();
      assertThat(count).as(client.tail()).isGreaterThan(total);
    }
  }
}
