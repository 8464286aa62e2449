package dev.assay.gateway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** One {@code assay} command in a process of its own, with this process's JVM and options. */
final class Child implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;
  private static final Path PROC = Path.of("/proc");

  private final Process process;
  private final long startedNanos;
  private final JsonNode addresses;
  private final long listeningNanos;

  private Child(Process process, long startedNanos, JsonNode addresses, long listeningNanos) {
    this.process = process;
    this.startedNanos = startedNanos;
    this.addresses = addresses;
    this.listeningNanos = listeningNanos;
  }

  /**
   * Starts it and waits for the one JSON line with its addresses.
   *
   * @param environment set on top of this process's own
   * @param log takes its error stream
   * @param jvmOptions beside those of this process
   */
  static Child start(
      Path log, Map<String, String> environment, List<String> jvmOptions, List<String> words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-agent") && !argument.startsWith("-javaagent"))
        .forEach(command::add);
    command.addAll(jvmOptions);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.assay.gateway.Assay"));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    long startedNanos = System.nanoTime();
    Process process = builder.start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    long listeningNanos = System.nanoTime() - startedNanos;
    if (line == null) {
      process.destroyForcibly();
      throw new IOException(
          "'assay " + words.getFirst() + "' did not start: " + Files.readString(log));
    }
    return new Child(process, startedNanos, CanonicalJson.MAPPER.readTree(line), listeningNanos);
  }

  /** One of its addresses, host and port. */
  String address(String name) {
    return addresses.path(name).asText();
  }

  /** Nanoseconds from exec to the line with its addresses. */
  long listeningNanos() {
    return listeningNanos;
  }

  /** Nanoseconds since exec. */
  long ageNanos() {
    return System.nanoTime() - startedNanos;
  }

  /** Resident memory in KiB, where the system tells it. */
  OptionalLong residentKib() throws IOException {
    Path status = PROC.resolve(Long.toString(process.pid())).resolve("status");
    if (!Files.isReadable(status)) {
      return OptionalLong.empty();
    }
    Optional<String> line =
        Files.readAllLines(status).stream().filter(it -> it.startsWith("VmRSS:")).findFirst();
    return line.map(it -> it.replaceAll("[^0-9]", ""))
        .map(Long::parseLong)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Asks it to end, and makes it when it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
