package dev.assay.gateway.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where and when.
 *
 * @param at to the second
 * @param loadBefore processes that wanted a core, over the minute before the run
 * @param jvmOptions of gateway, provider and load alike; files by their names alone
 */
public record Machine(
    Instant at,
    int cores,
    String processor,
    String kernel,
    String jdk,
    List<String> jvmOptions,
    double loadBefore) {
  public Machine {
    jvmOptions = List.copyOf(jvmOptions);
  }

  static Machine here(Instant at, double loadBefore) throws IOException {
    return new Machine(
        at.truncatedTo(ChronoUnit.SECONDS),
        Runtime.getRuntime().availableProcessors(),
        processorModel(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("-X"))
            .map(Machine::withoutFolders)
            .toList(),
        loadBefore);
  }

  /** Where a file lies on one machine tells a reader of another nothing. */
  static String withoutFolders(String option) {
    int value = option.indexOf('=') + 1;
    int file = option.lastIndexOf('/') + 1;
    return value == 0 || file <= value
        ? option
        : option.substring(0, value) + option.substring(file);
  }

  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String processorModel() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return "unknown";
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
