package dev.assay.policies.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.policies.judge.Facts;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.tenant.ArtifactKind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same facts lead to the same decision in this process and at a running server. */
@NeedsOpa
class EnginesAgreeIT {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static Process server;
  private static URI address;
  private static EmbeddedEngine embedded;
  private static ServerEngine served;

  @BeforeAll
  static void start() throws Exception {
    String opa = OpaRequired.path().toString();
    address = URI.create("http://127.0.0.1:" + freePort());
    server =
        new ProcessBuilder(
                opa, "run", "--server", "--addr", address.getAuthority(), "-b", "rego/assay")
            .directory(OpaRequired.MODULE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    served = new ServerEngine(address, DEADLINE, 64);
    embedded = new EmbeddedEngine(BaseRules.shipped(), 1, Duration.ofSeconds(20));
    embedded.ready().toCompletableFuture().get(30, TimeUnit.SECONDS);
    awaitServer();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.destroy();
      embedded.close();
      served.close();
    }
  }

  static Stream<Facts<?>> cases() {
    return Stream.of(
        Samples.request(),
        Samples.withTarget(Samples.ADAPTER),
        Samples.withTarget(new RequestFacts.Candidate(Samples.ADAPTER.target(), "alias")),
        Samples.request(
            Samples.policy(Samples.ACME), Samples.REVISION, Samples.shape("slow", 99_999)),
        Samples.request(Samples.policy(Samples.ACME), "", Samples.shape("fast", 1)),
        Samples.feedback(0),
        Samples.feedback(10),
        Samples.change(ArtifactKind.EXAMPLES, true),
        Samples.change(ArtifactKind.EXAMPLES, false),
        Samples.change(ArtifactKind.ADAPTER, true),
        Samples.change(ArtifactKind.PROMPT, true));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agree(Facts<?> facts) {
    assertThat(served.judge(facts).toCompletableFuture().join())
        .isEqualTo(embedded.judge(facts).toCompletableFuture().join());
  }

  @Test
  void aServerThatIsDownRefuses() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:" + freePort());
    try (ServerEngine down = new ServerEngine(nobody, DEADLINE, 1)) {
      assertThatThrownBy(() -> down.judge(Samples.request()).toCompletableFuture().join())
          .hasCauseInstanceOf(PolicyUnavailable.class);
      // The bulkhead of one is free again.
      assertThatThrownBy(() -> down.judge(Samples.request()).toCompletableFuture().join())
          .hasMessageContaining("see that it runs");
    }
  }

  @Test
  void aServerThatNeverAnswersRefusesAtTheDeadline() throws Exception {
    Duration deadline = Duration.ofMillis(250);
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        ServerEngine waiting =
            new ServerEngine(
                URI.create("http://127.0.0.1:" + silent.getLocalPort()), deadline, 4)) {
      Instant start = Instant.now();
      assertThatThrownBy(() -> waiting.judge(Samples.request()).toCompletableFuture().join())
          .hasCauseInstanceOf(PolicyUnavailable.class)
          .hasMessageContaining("in time");
      assertThat(Duration.between(start, Instant.now()))
          .isBetween(deadline, deadline.multipliedBy(20));
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitServer() {
    Instant end = Instant.now().plusSeconds(20);
    while (true) {
      try {
        served.judge(Samples.request()).toCompletableFuture().join();
        return;
      } catch (RuntimeException notYet) {
        if (Instant.now().isAfter(end)) {
          throw notYet;
        }
        Thread.onSpinWait();
      }
    }
  }
}
