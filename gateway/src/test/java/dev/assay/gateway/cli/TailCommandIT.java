package dev.assay.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.RawUpstream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** {@code assay tail} against a server whose every byte, and whose end, is said. */
@ResourceLock(Resources.SYSTEM_OUT)
class TailCommandIT {
  @TempDir Path dir;
  private RawUpstream server;

  @BeforeEach
  void start() throws Exception {
    server = new RawUpstream();
    Files.writeString(
        dir.resolve("addresses.json"), "{\"control\":\"127.0.0.1:" + server.port() + "\"}");
    Files.writeString(dir.resolve("admin-token"), "sk-admin-of-a-test");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private record Said(int status, String out, String errors) {}

  private Said tail(String... words) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    String[] all = new String[words.length + 3];
    all[0] = "tail";
    all[1] = "--data-dir";
    all[2] = dir.toString();
    System.arraycopy(words, 0, all, 3, words.length);
    try (PrintStream captured = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      int status = AssayCommand.run(new PrintStream(errors, true, StandardCharsets.UTF_8), all);
      return new Said(
          status, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }

  private static String row(String id) {
    return "{\"at\":\"2026-11-23T10:00:00Z\",\"exchange\":\""
        + id
        + "\",\"tenant\":\"acme\",\"app\":\"web\",\"alias\":\"small\",\"outcome\":\"ANSWERED\","
        + "\"status\":200,\"total_ms\":12.5,\"first_byte_ms\":0,\"prompt_tokens\":7,"
        + "\"completion_tokens\":2,\"injected\":1}\n";
  }

  @Test
  void aBrokenConnectionIsMadeAgainAndThatIsSaid() {
    AtomicInteger connection = new AtomicInteger();
    server.plays((asked, line) -> {
      line.streamHead();
      if (connection.getAndIncrement() == 0) {
        line.chunk("\n" + row("one") + "{\"lost\":4}\n");
        // Without the last chunk: it breaks off.
      } else {
        line.chunk("\n\n" + row("two"));
        line.end();
      }
    });
    Said said = tail("--tenant", "acme", "--limit", "3");
    assertThat(said.status()).isZero();
    assertThat(said.out().lines().map(String::strip))
        .hasSize(4)
        .anyMatch(line -> line.startsWith("TIME"))
        .anyMatch(line -> line.endsWith("one") && line.contains("12.5 ms"))
        .anyMatch(line -> line.contains("4 rows lost"))
        .anyMatch(line -> line.endsWith("two"));
    assertThat(said.errors()).contains("broke off", "Following again.");
    assertThat(server.asked().getFirst().start()).contains("tail?tenant=acme&limit=3");
    assertThat(server.lastAsked().start()).contains("limit=1");
  }

  @Test
  void forProgramsEveryRowIsALineAsItCame() {
    server.plays((asked, line) -> {
      line.streamHead();
      line.chunk(row("one"));
      line.end();
    });
    assertThat(tail("--json", "--limit", "1").out()).isEqualTo(row("one"));
  }

  @Test
  void whatWillNotBeBetterEndsIt() throws Exception {
    server.plays((asked, line) ->
        line.json(
            404, "{\"error\":{\"message\":\"There is no such tenant.\",\"code\":\"not_found\"}}"));
    Said unknown = tail("--tenant", "none");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.errors()).isEqualTo("assay: There is no such tenant.\n");
    server.close();
    assertThat(tail().errors()).contains("No server answers at");
  }
}
