package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes come, to a gateway with everything on: no answer of 500, none that shows what is
 * inside, every refusal in its endpoint's shape, every connection at an end in its time, and
 * nothing held afterwards. {@code -Dassay.fuzz.cases} and {@code -Dassay.fuzz.seed} choose others.
 */
class FuzzIT {
  private static final int CASES = Integer.getInteger("assay.fuzz.cases", 20_000);
  private static final long SEED = Long.getLong("assay.fuzz.seed", 20_261_123L);

  /** At which the rest is left for another run, so that a slow machine's build ends. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final int AT_ONCE = 32;
  private static final int DEADLINE_MILLIS = 20_000;
  private static final int FEWEST = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;

  @BeforeAll
  static void start() throws Exception {
    AtomicInteger turn = new AtomicInteger();
    upstream =
        new RawUpstream().plays((asked, line) -> answer(asked, line, turn.getAndIncrement()));
    gateway =
        RunningGateway.with(
            dir,
            Yaml.of(
                    dir,
                    upstream.port(),
                    "    pass_through: true\n    first_byte_timeout_millis: 4000\n",
                    """
                    limits: {client_stall_millis: 3000, max_request_bytes: 65536, max_upload_bytes: 65536}
                    """)
                .replace("small: [up/real-small]", "small: [up/real-small]\n  m: [up/m, up/n]"));
    gateway.tenant(
        "acme",
        text ->
            text.replace("ttl_seconds: 0", "ttl_seconds: 60")
                .replace(": off", ": redact")
                .replace("# tokens_per_minute: 200000", "tokens_per_minute: 900000000")
                .replace("# concurrent_requests: 20 ", "concurrent_requests: 2000 ")
                .replace("unowned_objects: false", "unowned_objects: true")
                .replace(
                    "surfaces: {}",
                    "surfaces: {files: free, images: free, audio: {micro_usd: 1}, batches: free,"
                        + " vector_stores: free, moderations: free, stored_chats: free}"),
        "small",
        "m");
    key = gateway.key("acme");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  /** Mostly as it should be, sometimes not. */
  private static void answer(RawUpstream.Asked asked, RawUpstream.Line line, int turn)
      throws Exception {
    switch (turn % 40) {
      case 0 -> line.json(200, "{");
      case 1 -> line.json(400, "{\"error\":{\"message\":\"no\"}}");
      case 2 -> line.die();
      default -> {
        if (asked.text().contains("\"stream\":true")) {
          line.streamHead();
          line.chunk(Answers.delta("Hello") + "data: [DONE]\n\n");
          line.end();
        } else {
          line.json(200, Answers.chat("Hello"));
        }
      }
    }
  }

  @Test
  void noRequestBreaksIt() throws Exception {
    Queue<String> found = new ConcurrentLinkedQueue<>();
    AtomicInteger next = new AtomicInteger();
    LongAdder[] statuses = new LongAdder[600];
    java.util.Arrays.setAll(statuses, i -> new LongAdder());
    long end = System.nanoTime() + MOST_NANOS;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> workers = new ArrayList<>();
      for (int worker = 0; worker < AT_ONCE; worker++) {
        workers.add(
            threads.submit(() -> {
              int number = next.getAndIncrement();
              while (number < CASES && System.nanoTime() < end && found.size() < 10) {
                statuses[Math.clamp(tried(number, found), 0, 599)].increment();
                number = next.getAndIncrement();
              }
            }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    }
    assertThat(found).as("seed %d", SEED).isEmpty();
    assertThat(Math.min(next.get(), CASES)).as("requests").isGreaterThan(FEWEST);
    assertThat(statuses[200].sum()).as("some are served").isPositive();
    assertThat(statuses[400].sum()).as("some are refused").isPositive();
    itIsWellAfterwards();
  }

  private static void itIsWellAfterwards() throws Exception {
    Eventually.holds(
        "no slot of the journal is held", () -> figure("assay_journal_slots_taken") == 0);
    Eventually.holds("it is ready", () -> status("/health/ready") == 200);
    Eventually.holds(
        "it serves",
        () -> gateway.chat(key, Answers.ask("small"), "x-assay-cache", "bypass").status() == 200);
  }

  private static int status(String path) throws Exception {
    return RunningGateway.send("GET", gateway.control(path), gateway.admin(), "").status();
  }

  private static double figure(String name) throws Exception {
    return RunningGateway.send("GET", gateway.control("/metrics"), gateway.admin(), "")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** One case; what it finds is told with its number, by which it can be had again. */
  private static int tried(int number, Queue<String> found) {
    FuzzedRequest request = FuzzedRequest.of(new Random(SEED + number), key.secret());
    try (Socket socket = new Socket(gateway.data("/").getHost(), gateway.data("/").getPort())) {
      socket.setSoTimeout(DEADLINE_MILLIS);
      socket.getOutputStream().write(request.bytes());
      socket.getOutputStream().flush();
      // Nothing follows, whatever the request says of its length.
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return judged(number, request, answer, found);
    } catch (SocketTimeoutException hung) {
      found.add("case " + number + " hung: " + request);
    } catch (SocketException cut) {
      return 0;
    } catch (IOException broken) {
      found.add("case " + number + ": " + broken + ": " + request);
    }
    return 0;
  }

  private static int judged(int number, FuzzedRequest request, String answer, Queue<String> found)
      throws IOException {
    if (answer.isEmpty()) {
      return 0;
    }
    int status = Integer.parseInt(answer.substring(9, 12));
    boolean inside = answer.contains("\tat ") || answer.contains("Exception");
    // 501 is the server's own word for a version of HTTP that nobody knows.
    if (status == 500 || inside) {
      found.add("case " + number + ": " + answer + "\nof " + request);
    } else if (status >= 400 && !request.toString().startsWith("HEAD ") && !isRefusal(answer)) {
      found.add("case " + number + " is refused in another shape: " + answer + "\nof " + request);
    }
    return status;
  }

  private static boolean isRefusal(String answer) throws IOException {
    int body = answer.indexOf("\r\n\r\n");
    String head = answer.substring(0, body);
    if (head.contains("transfer-encoding: chunked")) {
      return true; // what the provider said, as it said it
    }
    String text = answer.substring(body + 4);
    if (text.isEmpty()) {
      return head.startsWith("HTTP/1.0") || !head.contains("content-type");
    }
    JsonNode error = JSON.readTree(text).path("error");
    return error.isTextual() || error.path("message").isTextual();
  }
}
