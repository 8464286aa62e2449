package dev.assay.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus and a balancer see. */
class FiguresIT {
  @TempDir Path dir;
  private RawUpstream upstream;

  @BeforeEach
  void start() throws Exception {
    upstream = new RawUpstream();
  }

  @AfterEach
  void stop() throws Exception {
    upstream.close();
  }

  private static String figures(RunningGateway gateway) throws Exception {
    return RunningGateway.send("GET", gateway.control("/metrics"), "", "").text();
  }

  @Test
  void everyEndingIsCountedAndNoSeriesIsOfAClientsMaking() throws Exception {
    try (RunningGateway gateway = RunningGateway.over(dir, upstream)) {
      RunningGateway.Key key = gateway.key(gateway.tenant("acme", "small"));
      String id = gateway.chat(key, Answers.ask("small")).header("x-assay-exchange-id");
      for (int i = 0; i < 5; i++) {
        assertThat(gateway.chat(key, Answers.ask("made-up-" + i)).status()).isEqualTo(404);
      }
      String seen = figures(gateway);
      assertThat(seen)
          .contains("alias=\"small\"", "alias=\"other\"", "endpoint=\"chat.completions\"")
          .contains("outcome=\"REFUSED\"", "status=\"2xx\"", "status=\"4xx\"")
          .contains("assay_refusals_total{reason=\"model_not_allowed\"} 5")
          .contains("assay_exchange_duration_seconds_bucket", "assay_exchange_first_byte_seconds")
          .contains("assay_exchange_overhead_seconds_bucket", "assay_streams_open 0")
          .containsPattern("assay_tokens_total\\{[^}]*kind=\"prompt\"[^}]*\\} 7")
          .doesNotContain("made-up", id, key.id(), "acme");
    }
  }

  @Test
  void openStreamsAndClientsThatGoAreSeen() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("first"));
      line.awaitGone();
      gone.countDown();
    });
    try (RunningGateway gateway = RunningGateway.over(dir, upstream)) {
      RunningGateway.Key key = gateway.key(gateway.tenant("acme", "small"));
      try (RawClient client = RawClient.chat(gateway, key, Answers.askStream("small"))) {
        client.readUntil("first");
        assertThat(figures(gateway)).contains("assay_streams_open 1");
      }
      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
      Eventually.holds(
          "the stream is closed",
          () ->
              figures(gateway).contains("assay_streams_open 0")
                  && figures(gateway)
                      .contains("assay_client_cancellations_total{phase=\"after_first_byte\"} 1"));
    }
  }

  @Test
  void readyNamesWhatWorksAndAFullJournalIsNotReady() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("first"));
      goOn.await(20, TimeUnit.SECONDS);
      line.chunk(Answers.DONE);
      line.end();
    });
    String one = "limits: {journal_slots: 1}\n";
    try (RunningGateway gateway =
        RunningGateway.with(dir, Yaml.of(dir, upstream.port(), "", one))) {
      RunningGateway.Key key = gateway.key(gateway.tenant("acme", "small"));
      assertThat(ready(gateway).json(200).path("checks").toString())
          .isEqualTo("{\"policy\":\"ok\",\"journal\":\"ok\",\"storage\":\"ok\"}");
      try (RawClient client = RawClient.chat(gateway, key, Answers.askStream("small"))) {
        client.readUntil("first");
        Eventually.holds("it is not ready", () -> ready(gateway).status() == 503);
        assertThat(ready(gateway).error().path("message").asText())
            .isEqualTo("Not ready: journal: no slot is free.");
        assertThat(RunningGateway.send("GET", gateway.control("/health/live"), "", "").status())
            .isEqualTo(200);
        goOn.countDown();
        client.readToEnd();
      }
      Eventually.holds("it is ready again", () -> ready(gateway).status() == 200);
    }
  }

  private static RunningGateway.Answer ready(RunningGateway gateway) throws Exception {
    return RunningGateway.send("GET", gateway.control("/health/ready"), "", "");
  }
}
