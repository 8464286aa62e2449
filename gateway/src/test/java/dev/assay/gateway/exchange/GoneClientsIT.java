package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How soon a provider stops working for a client that went, and that it is settled all the same.
 */
class GoneClientsIT {
  private static final int CLIENTS = 100;

  /** What the product promises; a busy machine's scheduling is the most of what is measured. */
  private static final long P99_MILLIS = 250;

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway = RunningGateway.over(dir, upstream);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  /** How far the answer is when the client goes. */
  enum Moment {
    BEFORE_THE_HEAD,
    BEFORE_THE_FIRST_EVENT,
    BETWEEN_EVENTS,
    MID_EVENT,
    MID_WHOLE_ANSWER;

    String ask() {
      return this == MID_WHOLE_ANSWER ? Answers.ask("small") : Answers.askStream("small");
    }

    void play(RawUpstream.Line line) throws Exception {
      switch (this) {
        case BEFORE_THE_HEAD -> {}
        case BEFORE_THE_FIRST_EVENT -> line.streamHead();
        case BETWEEN_EVENTS -> {
          line.streamHead();
          line.chunk(Answers.delta("part"));
        }
        case MID_EVENT -> {
          line.streamHead();
          line.chunk(Answers.delta("part") + "data: {\"choices\":[{\"del");
        }
        case MID_WHOLE_ANSWER ->
            line.raw(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                    + "content-length: 9999\r\n\r\n{");
      }
    }

    boolean shows() {
      return this == BETWEEN_EVENTS || this == MID_EVENT;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theProviderIsLetGoWithinAQuarterOfASecond(Moment moment) throws Exception {
    String tenant = gateway.tenant(moment.name().toLowerCase(java.util.Locale.ROOT), "small");
    RunningGateway.Key key = gateway.key(tenant);
    BlockingQueue<Long> begun = new LinkedBlockingQueue<>();
    BlockingQueue<Long> ended = new LinkedBlockingQueue<>();
    upstream.plays((asked, line) -> {
      moment.play(line);
      begun.add(System.nanoTime());
      try {
        line.awaitGone();
      } finally {
        ended.add(System.nanoTime());
      }
    });

    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      RawClient client = RawClient.chat(gateway, key, moment.ask());
      assertThat(begun.poll(20, TimeUnit.SECONDS)).isNotNull();
      if (moment.shows()) {
        client.readUntil("part");
      }
      long left = System.nanoTime();
      if (i % 2 == 0) {
        client.close();
      } else {
        client.reset();
      }
      Long gone = ended.poll(20, TimeUnit.SECONDS);
      assertThat(gone).as("the provider sees its client go").isNotNull();
      millis.add(TimeUnit.NANOSECONDS.toMillis(gone - left));
    }

    millis.sort(null);
    assertThat(millis.get(CLIENTS - 2)).as("p99 of %s", millis).isLessThanOrEqualTo(P99_MILLIS);
    Eventually.holds(
        "every one is journalled as cancelled, with its tokens",
        () -> {
          int cancelled = 0;
          for (var row :
              gateway
                  .admin("GET", "/admin/tenants/" + tenant + "/exchanges?limit=200", "")
                  .json(200)
                  .path("exchanges")) {
            boolean settled = row.at("/usage/promptTokens").asInt() == 8;
            cancelled += settled && row.path("outcome").asText().equals("CANCELLED") ? 1 : 0;
          }
          return cancelled == CLIENTS;
        });
  }
}
