package dev.assay.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A rival that runs, until it is closed or this process ends. */
final class RivalProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long RETRY_MILLIS = 100;
  private static final long ANSWER_MILLIS = 10_000;
  private static final int MAX_TAIL_CHARS = 500;
  private static final int BODY_BYTES = 1024;

  private final Process process;
  private final Subject subject;

  private RivalProcess(Process process, Subject subject) {
    this.process = process;
    this.subject = subject;
  }

  /**
   * Starts it, without this process's environment and so without the credentials in it, and waits
   * until it passes the provider's answer on, whole and as a stream.
   *
   * @throws IOException when it does not, with its last words and how to get one that does
   */
  static RivalProcess start(Rival rival, Path program, Path folder, String upstream)
      throws IOException, InterruptedException {
    int port = freePort();
    Rival.Start start = rival.prepare(program, folder, upstream, port);
    Path log = folder.resolve(rival.word() + ".log");
    ProcessBuilder builder = bare(start.words(), folder);
    builder.environment().putAll(start.environment());
    builder.redirectOutput(log.toFile());
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end-" + rival.word()));
    Subject subject =
        new Subject(
            rival.word(),
            RivalVersion.of(rival, program, folder).map(it -> it + ", ").orElse("") + rival.what(),
            "127.0.0.1:" + port,
            Subject.PATH,
            start.headers(),
            List.of(process.pid()));
    RivalProcess started = new RivalProcess(process, subject);
    try {
      started.awaitPassing();
    } catch (IOException silent) {
      started.close();
      throw new IOException(
          silent.getMessage() + ": " + tail(log) + "; get one that does by: " + rival.install(),
          silent);
    } catch (InterruptedException stopped) {
      started.close();
      throw stopped;
    }
    return started;
  }

  /** In a folder of its own, and with nothing of this process's environment but the path. */
  static ProcessBuilder bare(List<String> words, Path folder) {
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", path, "HOME", folder.toString()));
    return builder;
  }

  Subject subject() {
    return subject;
  }

  private void awaitPassing() throws IOException, InterruptedException {
    long due = System.nanoTime() + PATIENCE_NANOS;
    Heard heard = ask(false);
    while (heard.status() != 200 && process.isAlive() && System.nanoTime() < due) {
      process.waitFor(RETRY_MILLIS, TimeUnit.MILLISECONDS);
      heard = ask(false);
    }
    if (heard.status() != 200) {
      throw new IOException("it did not answer (last status " + heard.status() + ")");
    }
    Heard stream = ask(true);
    if (stream.status() != 200 || stream.chunks() != FixedUpstream.CHUNKS) {
      throw new IOException(
          "it answered, but passed no whole stream on (status %d, %d chunks of %d)"
              .formatted(stream.status(), stream.chunks(), FixedUpstream.CHUNKS));
    }
  }

  /**
   * What came of one request.
   *
   * @param status 0 when no answer came
   * @param chunks of the provider's that came
   */
  private record Heard(int status, int chunks) {}

  private Heard ask(boolean stream) {
    Findings found = new Findings();
    StreamTimes times = new StreamTimes(found);
    times.begin(System.nanoTime());
    try (LoadConnection connection =
        new LoadConnection(subject, stream ? times : AnswerParser.Body.IGNORED)) {
      Thread impatience = Thread.startVirtualThread(() -> endSoon(connection));
      try {
        connection.send(Prompts.ofWords("first").bodies(BODY_BYTES, stream).get());
        return new Heard(connection.answer(), found.pass().size());
      } finally {
        impatience.interrupt();
      }
    } catch (IOException | IllegalStateException nothing) {
      return new Heard(0, found.pass().size());
    }
  }

  private static String tail(Path log) throws IOException {
    String said = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    return said.substring(Math.max(0, said.length() - MAX_TAIL_CHARS)).strip();
  }

  private static void endSoon(LoadConnection connection) {
    try {
      Thread.sleep(ANSWER_MILLIS);
      connection.close();
    } catch (InterruptedException answered) {
      Thread.currentThread().interrupt();
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  @Override
  public void close() {
    end(process);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
