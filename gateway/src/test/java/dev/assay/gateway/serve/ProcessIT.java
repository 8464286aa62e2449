package dev.assay.gateway.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawClient;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.ServeProcess;
import dev.assay.gateway.running.Yaml;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assay serve} as operators run it: told to stop, and killed. */
class ProcessIT {
  private static final int CLIENTS = 6;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 75;

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

  @Test
  void toldToStopItEndsWhatIsUnderWayTakesNothingNewAndExitsWell() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    upstream.plays((asked, line) -> {
      line.streamHead();
      line.chunk(Answers.delta("first"));
      goOn.await(20, TimeUnit.SECONDS);
      line.chunk(Answers.delta("last"));
      line.chunk(Answers.DONE);
      line.end();
    });
    try (ServeProcess server = ServeProcess.start(dir, Yaml.of(dir, upstream.port()))) {
      String key = server.keyOfNewTenant("acme");
      try (RawClient client = RawClient.chat(server.data("/"), key, Answers.askStream("small"))) {
        client.readUntil("first");
        server.terminate();
        Eventually.holds("new connections are refused", () -> isRefused(server));
        goOn.countDown();
        assertThat(client.readToEnd()).contains("last", "[DONE]").doesNotContain("event: error");
      }
      assertThat(server.exitCode()).isZero();
    }
    assertThat(Files.readString(dir.resolve("log"))).doesNotContain("\tat dev.assay");
  }

  private static boolean isRefused(ServeProcess server) throws Exception {
    try {
      RunningGateway.send("GET", server.data("/v1/models"), "", "");
      return false;
    } catch (ConnectException refused) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  void aFolderInUseAndAListenerOffLoopbackAreRefusedWithWhatToDo() throws Exception {
    try (ServeProcess server = ServeProcess.start(dir, Yaml.of(dir, upstream.port()))) {
      server.admin();
      assertThat(startsAndSays(Yaml.of(dir, upstream.port())))
          .contains("assay: the data folder", "in use by process")
          .doesNotContain("\tat ");
    }
    assertThat(
            startsAndSays(
                Yaml.of(dir, 1).replace("data: {host: 127.0.0.1", "data: {host: 0.0.0.0")))
        .contains("nothing was started", "tls", "insecure")
        .doesNotContain("\tat ");
  }

  private String startsAndSays(String yaml) throws Exception {
    Path log = dir.resolve("log");
    Files.deleteIfExists(log);
    try (ServeProcess unexpected = ServeProcess.start(dir, yaml)) {
      return "it started at " + unexpected.data("/");
    } catch (AssertionError refused) {
      return Files.readString(log);
    }
  }

  /** What clients of one server saw until it was killed, and when, in nanoseconds. */
  private record Told(Map<String, Long> ended, Map<String, Long> acknowledgedSent) {
    Told() {
      this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    /**
     * The exchanges that must be there. There is one writer and it keeps the order of arrival: what
     * ended before an acknowledged feedback was sent is as durable as that feedback, on any disk.
     */
    Set<String> promised() {
      long last = Collections.max(acknowledgedSent.values());
      return ended.entrySet().stream()
          .filter(exchange -> exchange.getValue() <= last)
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }
  }

  @Test
  void killedUnderLoadItLosesAndDoublesNothingItAcknowledged() throws Exception {
    List<Told> rounds = new ArrayList<>();
    String key = "";
    for (int kill = 0; kill < Integer.getInteger("assay.serveKills", 5); kill++) {
      try (ServeProcess server = ServeProcess.start(dir, Yaml.of(dir, upstream.port()))) {
        key = key.isEmpty() ? server.keyOfNewTenant("acme") : key;
        rounds.add(killUnderLoad(server, key));
      }
    }
    try (ServeProcess server = ServeProcess.start(dir, Yaml.of(dir, upstream.port()))) {
      for (Told told : rounds) {
        for (String id : told.promised()) {
          assertThat(exchange(server, id).json(200).path("feedback"))
              .as("feedback of %s", id)
              .hasSizeLessThanOrEqualTo(1)
              .hasSizeGreaterThanOrEqualTo(told.acknowledgedSent().containsKey(id) ? 1 : 0);
        }
      }
      JsonNode verified =
          RunningGateway.send("GET", server.control("/admin/audit/verify"), server.admin(), "")
              .json(200);
      assertThat(verified.path("verified").asBoolean()).isTrue();
    }
  }

  private static RunningGateway.Answer exchange(ServeProcess server, String id) throws Exception {
    return RunningGateway.send("GET", server.control("/admin/exchanges/" + id), server.admin(), "");
  }

  private static Told killUnderLoad(ServeProcess server, String key) throws Exception {
    Told told = new Told();
    int enough = 1 + ThreadLocalRandom.current().nextInt(ACKNOWLEDGED_BEFORE_KILL);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        boolean givesFeedback = i % 2 == 0;
        clients.execute(() -> askUntilItDies(server, key, givesFeedback, told));
      }
      Eventually.holds("there is load", () -> told.acknowledgedSent().size() >= enough);
      server.kill();
    }
    return told;
  }

  private static void askUntilItDies(
      ServeProcess server, String key, boolean givesFeedback, Told told) {
    try {
      while (true) {
        RunningGateway.Answer answer =
            RunningGateway.send(
                "POST", server.data("/v1/chat/completions"), key, Answers.ask("small"));
        if (answer.status() != 200) {
          continue;
        }
        String id = answer.header("x-assay-exchange-id");
        long ended = System.nanoTime();
        told.ended().put(id, ended);
        if (givesFeedback
            && RunningGateway.send(
                        "POST",
                        server.data("/v1/feedback"),
                        key,
                        "{\"exchange_id\":\"" + id + "\",\"value\":true}")
                    .status()
                == 200) {
          told.acknowledgedSent().put(id, ended);
        }
      }
    } catch (Exception dead) {
      // Its server was killed.
    }
  }
}
