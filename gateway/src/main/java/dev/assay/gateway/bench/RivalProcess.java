package dev.assay.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A rival that runs, until it is closed or this process ends. */
final class RivalProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long RETRY_MILLIS = 100;
  private static final long ANSWER_MILLIS = 10_000;
  private static final int MAX_TAIL_CHARS = 500;

  private final Process process;
  private final Subject subject;

  private RivalProcess(Process process, Subject subject) {
    this.process = process;
    this.subject = subject;
  }

  /** Starts it and waits until it passes the provider's answer on. */
  static RivalProcess start(Rival rival, Path program, Path folder, String upstream)
      throws IOException, InterruptedException {
    int port = freePort();
    Rival.Start start = rival.prepare(program, folder, upstream, port);
    Path log = folder.resolve(rival.word() + ".log");
    ProcessBuilder builder = new ProcessBuilder(start.words());
    builder.directory(folder.toFile());
    builder.environment().putAll(start.environment());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end-" + rival.word()));
    Subject subject =
        new Subject(
            rival.word(),
            rival.what(),
            "127.0.0.1:" + port,
            Subject.PATH,
            start.headers(),
            List.of(process.pid()));
    RivalProcess started = new RivalProcess(process, subject);
    started.awaitAnswer(log);
    return started;
  }

  Subject subject() {
    return subject;
  }

  private void awaitAnswer(Path log) throws IOException, InterruptedException {
    long due = System.nanoTime() + PATIENCE_NANOS;
    byte[] body = Prompts.ofWords("first").bodies(1024, false).get();
    int status = 0;
    while (status != 200 && process.isAlive() && System.nanoTime() < due) {
      try (LoadConnection connection = new LoadConnection(subject, AnswerParser.Body.IGNORED)) {
        Thread impatience = Thread.startVirtualThread(() -> endSoon(connection));
        connection.send(body);
        status = connection.answer();
        impatience.interrupt();
      } catch (IOException notYet) {
        status = 0;
      }
      if (status != 200) {
        process.waitFor(RETRY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    if (status != 200) {
      close();
      String said = Files.readString(log);
      throw new IOException(
          "it did not answer (last status "
              + status
              + "): "
              + said.substring(Math.max(0, said.length() - MAX_TAIL_CHARS)).strip());
    }
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
