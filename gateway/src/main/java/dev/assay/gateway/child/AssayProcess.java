package dev.assay.gateway.child;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One {@code assay} command in a process of its own, with this process's JVM and options. It ends
 * with this process.
 */
public final class AssayProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;
  private static final int MAX_TAIL_CHARS = 2_000;
  private static final Path PROC = Path.of("/proc");

  private final Process process;
  private final long startedNanos;
  private final JsonNode addresses;
  private final long listeningNanos;

  private AssayProcess(
      Process process, long startedNanos, JsonNode addresses, long listeningNanos) {
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
  public static AssayProcess start(
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
    Thread ending = new Thread(process::destroyForcibly, "end-" + words.getFirst());
    Runtime.getRuntime().addShutdownHook(ending);
    String line = addresses(process, words.getFirst(), log);
    long listeningNanos = System.nanoTime() - startedNanos;
    return new AssayProcess(
        process, startedNanos, CanonicalJson.MAPPER.readTree(line), listeningNanos);
  }

  /** The first line that is JSON: the JVM may have said something of its own before. */
  private static String addresses(Process process, String word, Path log) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    CompletableFuture<String> found =
        CompletableFuture.supplyAsync(
            () -> out.lines().filter(line -> line.startsWith("{")).findFirst().orElse(""),
            Thread::startVirtualThread);
    String line = "";
    try {
      line = found.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException silent) {
      found.cancel(true);
    }
    if (line.isEmpty()) {
      process.destroyForcibly();
      throw new IOException(
          "'assay " + word + "' did not start: " + tail(Files.readString(log)) + " (" + log + ")");
    }
    return line;
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - MAX_TAIL_CHARS));
  }

  /** One of its addresses, host and port. */
  public String address(String name) {
    return addresses.path(name).asText();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Nanoseconds from exec to the line with its addresses. */
  public long listeningNanos() {
    return listeningNanos;
  }

  /** Nanoseconds since exec. */
  public long ageNanos() {
    return System.nanoTime() - startedNanos;
  }

  /** Resident memory in KiB, where the system tells it. */
  public OptionalLong residentKib() throws IOException {
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
