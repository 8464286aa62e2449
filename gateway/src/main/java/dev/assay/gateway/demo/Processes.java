package dev.assay.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.Assay;
import dev.assay.gateway.cli.Complaint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Assay's own commands as processes of their own, ended with this one. */
final class Processes implements AutoCloseable {
  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 25;

  private final Path folder;
  private final List<Process> started = new ArrayList<>();

  Processes(Path folder) {
    this.folder = folder;
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> started.forEach(Process::destroyForcibly)));
  }

  /** Starts a command and waits for the JSON line with its addresses. */
  JsonNode start(String name, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Assay.class.getName()));
    command.addAll(List.of(words));
    Path log = folder.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    started.add(process);
    BufferedReader out = process.inputReader();
    try {
      String line =
          CompletableFuture.supplyAsync(() -> firstLine(out), Thread::startVirtualThread)
              .get(START_SECONDS, TimeUnit.SECONDS);
      return new ObjectMapper().readTree(line);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Complaint("Interrupted.", "interrupted");
    } catch (ExecutionException | TimeoutException silent) {
      throw new Complaint("'assay " + name + "' did not start: see " + log, "not_started");
    }
  }

  private static String firstLine(BufferedReader out) {
    try {
      String line = out.readLine();
      if (line == null) {
        throw new IllegalStateException("ended without a word");
      }
      return line;
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Override
  public void close() {
    for (Process process : started.reversed()) {
      process.destroy();
      try {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException stopped) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
