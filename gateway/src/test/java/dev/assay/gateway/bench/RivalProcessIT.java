package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RivalProcessIT {
  private static final Vertx VERTX = Vertx.vertx();
  private static String upstream = "";

  @TempDir Path folder;

  @BeforeAll
  static void aProvider() throws Exception {
    int port = new FixedUpstream().start(VERTX).toCompletionStage().toCompletableFuture().get();
    upstream = "127.0.0.1:" + port;
  }

  @AfterAll
  static void ends() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  @ParameterizedTest
  @EnumSource
  void eachThatIsInstalledPassesAnswersAndStreamsOnAndEndsWithItsUse(Rival rival) throws Exception {
    Optional<Path> program = rival.program();
    assumeTrue(
        program.isPresent(), rival.word() + " is not installed; get it by: " + rival.install());

    List<Long> pids;
    try (RivalProcess running =
        RivalProcess.start(rival, program.orElseThrow(), folder, upstream)) {
      pids = running.subject().pids();
      assertThat(pids).hasSize(1).allSatisfy(pid -> assertThat(alive(pid)).isTrue());
      assertThat(running.subject().name()).isEqualTo(rival.word());
      assertThat(running.subject().what())
          .containsPattern("^\\d+\\.\\d+")
          .endsWith(", " + rival.what());
      String streamed = streamed(running.subject());
      assertThat(streamed).contains("[DONE]");
      assertThat(streamed.split(StreamTimes.STAMP, -1)).hasSize(FixedUpstream.CHUNKS + 1);
    }
    assertThat(pids).noneSatisfy(pid -> assertThat(alive(pid)).isTrue());
  }

  @Test
  void oneThatEndsSaysItsLastWordsAndHowToGetOneThatWorks() throws Exception {
    Path program = script("echo no such option; exit 3");

    assertThatThrownBy(() -> RivalProcess.start(Rival.CRABLLM, program, folder, upstream))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not answer")
        .hasMessageContaining("no such option")
        .hasMessageEndingWith(Rival.CRABLLM.install());
  }

  @Test
  void seesNothingOfThisProcessesEnvironmentButThePathAlsoWhenAskedForItsVersion()
      throws Exception {
    Path program = script("env >> seen");

    assertThatThrownBy(() -> RivalProcess.start(Rival.NGINX, program, folder, upstream))
        .isInstanceOf(IOException.class);

    assertThat(Path.of("seen")).doesNotExist();
    assertThat(Files.readAllLines(folder.resolve("seen")))
        .extracting(line -> line.substring(0, line.indexOf('=')))
        // The last three are the shell's own.
        .isSubsetOf("PATH", "HOME", "PWD", "SHLVL", "_")
        .contains("PATH", "HOME");
  }

  @Test
  void oneThatPassesNoStreamOnIsNotMeasured() throws Exception {
    assumeTrue(Rival.NGINX.program().isPresent(), "nginx is not installed");
    HttpServer deaf =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    deaf.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    deaf.start();
    try {
      assertThatThrownBy(() ->
              RivalProcess.start(
                  Rival.NGINX,
                  Rival.NGINX.program().orElseThrow(),
                  folder,
                  "127.0.0.1:" + deaf.getAddress().getPort()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no whole stream")
          .hasMessageContaining("0 chunks of " + FixedUpstream.CHUNKS);
    } finally {
      deaf.stop(0);
    }
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private Path script(String lines) throws IOException {
    Path program = folder.resolve("program");
    Files.writeString(program, "#!/bin/sh\n" + lines + "\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private static String streamed(Subject subject) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + subject.address() + subject.path()))
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    Prompts.ofWords("it").bodies(1024, true).get()));
    subject
        .headers()
        .lines()
        .map(line -> line.split(": ", 2))
        .forEach(header -> request.header(header[0], header[1]));
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
