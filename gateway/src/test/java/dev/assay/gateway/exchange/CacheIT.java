package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same answer for exactly the same request, where a tenant wants that. */
class CacheIT {
  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;
  private static RunningGateway.Key other;
  private static RunningGateway.Key none;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway = RunningGateway.over(dir, upstream);
    for (String tenant : new String[] {"acme", "globex"}) {
      gateway.tenant(tenant, text -> text.replace("ttl_seconds: 0 ", "ttl_seconds: 300 "), "small");
    }
    gateway.tenant("plain", "small");
    key = gateway.key("acme");
    other = gateway.key("globex");
    none = gateway.key("plain");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @Test
  void theSameRequestIsAnsweredOnceAndJournalledEachTime() throws Exception {
    upstream.plays((asked, line) -> line.json(200, Answers.chat("first")));
    RunningGateway.Answer miss = gateway.chat(key, asking("once?"));
    upstream.plays((asked, line) -> line.json(200, Answers.chat("second")));
    int before = upstream.asked().size();

    RunningGateway.Answer hit = gateway.chat(key, " " + asking("once?"));

    assertThat(miss.header("x-assay-cache")).isEqualTo("miss");
    assertThat(hit.header("x-assay-cache")).isEqualTo("hit");
    assertThat(hit.text()).isEqualTo(miss.text());
    assertThat(hit.header("content-type")).isEqualTo(miss.header("content-type"));
    assertThat(upstream.asked()).hasSize(before);
    JsonNode record = gateway.exchange(hit.header("x-assay-exchange-id")).path("record");
    assertThat(record.path("cache").asText()).isEqualTo("HIT");
    assertThat(record.path("outcome").asText()).isEqualTo("ANSWERED");
    assertThat(record.at("/usage/promptTokens").asInt()).isZero();

    assertThat(gateway.chat(key, asking("once?"), "x-assay-cache", "bypass").text())
        .contains("second");
    assertThat(gateway.chat(other, asking("once?")).header("x-assay-cache")).isEqualTo("miss");
    assertThat(gateway.chat(none, asking("once?")).header("x-assay-cache")).isEmpty();
  }

  @Test
  void whatCostsNoProviderAnythingIsARequestAllTheSame() throws Exception {
    gateway.tenant(
        "seldom",
        text ->
            text.replace("ttl_seconds: 0 ", "ttl_seconds: 300 ")
                .replace("requests_per_minute: 600", "requests_per_minute: 2"),
        "small");
    RunningGateway.Key seldom = gateway.key("seldom");
    upstream.plays((asked, line) -> line.json(200, Answers.chat("kept")));

    gateway.chat(seldom, asking("kept?")).json(200);
    RunningGateway.Answer hit = gateway.chat(seldom, asking("kept?"));
    assertThat(hit.header("x-assay-cache")).isEqualTo("hit");
    assertThat(hit.header("x-ratelimit-remaining-requests")).isEqualTo("0");
    RunningGateway.Answer third = gateway.chat(seldom, asking("kept?"));
    assertThat(third.code()).isEqualTo("rate_limit_exceeded");
    assertThat(third.error().path("message").asText())
        .endsWith("The limit is 2 requests a minute of this app key.");
  }

  @Test
  void aStreamIsReplayedAsAStreamAndOnlyToThoseWhoAskForOne() throws Exception {
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("a"));
      line.chunk(Answers.delta("b") + Answers.DONE);
      line.end();
    });
    String ask = Answers.askStreamWithUsage("small").replace("Hi", "stream?");
    String first = gateway.chat(key, ask).text();
    RunningGateway.Answer hit = gateway.chat(key, ask);
    assertThat(hit.header("x-assay-cache")).isEqualTo("hit");
    assertThat(hit.header("content-type")).startsWith("text/event-stream");
    assertThat(hit.text())
        .isEqualTo(first)
        .isEqualTo(Answers.delta("a") + Answers.delta("b") + Answers.DONE);
    upstream.plays((asked, line) -> line.json(200, Answers.chat("whole")));
    assertThat(gateway.chat(key, asking("stream?")).header("x-assay-cache")).isEqualTo("miss");
  }

  @Test
  void anErrorAndAHalfStreamAreNotKept() throws Exception {
    upstream.plays((asked, line) -> line.json(400, "{\"error\":{\"message\":\"no\"}}"));
    assertThat(gateway.chat(key, asking("fails?")).status()).isEqualTo(400);
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("a"));
      line.end();
    });
    String ask = Answers.askStream("small").replace("Hi", "half?");
    gateway.chat(key, ask);
    upstream.plays((asked, line) -> line.json(200, Answers.chat("ok")));
    assertThat(gateway.chat(key, asking("fails?")).header("x-assay-cache")).isEqualTo("miss");
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("a") + Answers.DONE);
      line.end();
    });
    assertThat(gateway.chat(key, ask).header("x-assay-cache")).isEqualTo("miss");
  }

  @Test
  void identicalRequestsAtTheSameTimeAskOnce() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    int before = upstream.asked().size();
    upstream.plays((asked, line) -> {
      mayAnswer.await();
      line.json(200, Answers.chat("together"));
    });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<RunningGateway.Answer> first = ask(threads, "together?");
      Eventually.gives(
          "the first asks",
          () -> upstream.asked().size() > before ? Optional.of(true) : Optional.empty());
      CompletableFuture<RunningGateway.Answer> second = ask(threads, "together?");
      CompletableFuture<RunningGateway.Answer> third = ask(threads, "together?");
      mayAnswer.countDown();
      assertThat(first.join().header("x-assay-cache")).isEqualTo("miss");
      assertThat(second.join().header("x-assay-cache")).isEqualTo("hit");
      assertThat(third.join().text()).contains("together");
    }
    assertThat(upstream.asked()).hasSize(before + 1);
  }

  private static CompletableFuture<RunningGateway.Answer> ask(
      java.util.concurrent.Executor threads, String text) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return gateway.chat(key, asking(text));
          } catch (Exception failed) {
            throw new IllegalStateException(failed);
          }
        },
        threads);
  }

  private static String asking(String text) {
    return Answers.ask("small").replace("Hi", text);
  }
}
