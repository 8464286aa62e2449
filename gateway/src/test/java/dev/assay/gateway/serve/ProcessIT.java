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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assay serve} as operators run it: told to stop, and killed. */
class ProcessIT {
  /** How long before a kill an exchange must have ended to be promised. */
  private static final long DURABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int CLIENTS = 6;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 150;

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

  /** What clients were told is durable, and when they were told. */
  private record Told(Map<String, Long> exchanges, Set<String> feedback) {}

  @Test
  void killedUnderLoadItLosesAndDoublesNothingItAcknowledged() throws Exception {
    Told told = new Told(new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
    Set<String> promised = new HashSet<>();
    String key = "";
    for (int kill = 0; kill < Integer.getInteger("assay.serveKills", 2); kill++) {
      try (ServeProcess server = ServeProcess.start(dir, Yaml.of(dir, upstream.port()))) {
        key = key.isEmpty() ? server.keyOfNewTenant("acme") : key;
        int enough =
            told.feedback().size()
                + 1
                + ThreadLocalRandom.current().nextInt(ACKNOWLEDGED_BEFORE_KILL);
        long killed = killUnderLoad(server, key, told, enough);
        told.exchanges()
            .forEach((id, ended) -> {
              if (killed - ended >= DURABLE_NANOS) {
                promised.add(id);
              }
            });
        promised.addAll(told.feedback());
      }
    }
    try (ServeProcess server = ServeProcess.start(dir, Yaml.of(dir, upstream.port()))) {
      for (String id : promised) {
        JsonNode exchange =
            RunningGateway.send("GET", server.control("/admin/exchanges/" + id), server.admin(), "")
                .json(200);
        assertThat(exchange.path("feedback"))
            .as("feedback of %s", id)
            .hasSizeLessThanOrEqualTo(1)
            .hasSizeGreaterThanOrEqualTo(told.feedback().contains(id) ? 1 : 0);
      }
      JsonNode verified =
          RunningGateway.send("GET", server.control("/admin/audit/verify"), server.admin(), "")
              .json(200);
      assertThat(verified.path("verified").asBoolean()).isTrue();
    }
    assertThat(promised).isNotEmpty();
  }

  /** When it was killed. */
  private static long killUnderLoad(ServeProcess server, String key, Told told, int enough)
      throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.execute(() -> askUntilItDies(server, key, told));
      }
      Eventually.holds("there is load", () -> told.feedback().size() >= enough);
      long now = System.nanoTime();
      server.kill();
      return now;
    }
  }

  private static void askUntilItDies(ServeProcess server, String key, Told told) {
    try {
      while (true) {
        RunningGateway.Answer answer =
            RunningGateway.send(
                "POST", server.data("/v1/chat/completions"), key, Answers.ask("small"));
        if (answer.status() != 200) {
          continue;
        }
        String id = answer.header("x-assay-exchange-id");
        told.exchanges().put(id, System.nanoTime());
        RunningGateway.Answer taken =
            RunningGateway.send(
                "POST",
                server.data("/v1/feedback"),
                key,
                "{\"exchange_id\":\"" + id + "\",\"value\":true}");
        if (taken.status() == 200) {
          told.feedback().add(id);
        }
      }
    } catch (Exception dead) {
      // Its server was killed.
    }
  }
}
