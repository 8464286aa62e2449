package dev.assay.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processor time that processes have taken, user and system, as Linux counts it in {@code
 * /proc/PID/stat} (proc(5)): in hundredths of a second, so a round has to be long enough.
 */
final class CpuTime {
  /** USER_HZ, which Linux fixes at 100 for what it shows to programs. */
  private static final long MICROS_PER_TICK = 10_000;

  private static final int UTIME_AFTER_NAME = 11;
  private static final int STIME_AFTER_NAME = 12;
  private static final Path PROC = Path.of("/proc");

  private CpuTime() {}

  /** Microseconds of these processes and of what they have started and is alive. */
  static long micros(List<Long> pids) throws IOException {
    long micros = 0;
    for (long pid : family(pids)) {
      micros += own(pid);
    }
    return micros;
  }

  /** Microseconds of this process alone. */
  static long ownMicros() throws IOException {
    return own(ProcessHandle.current().pid());
  }

  /** Resident memory in KiB of these processes and of what they have started and is alive. */
  static long residentKib(List<Long> pids) throws IOException {
    long kib = 0;
    for (long pid : family(pids)) {
      kib += resident(pid);
    }
    return kib;
  }

  private static List<Long> family(List<Long> pids) {
    return pids.stream()
        .flatMap(pid ->
            Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::descendants)
                    .map(ProcessHandle::pid)))
        .toList();
  }

  private static long own(long pid) throws IOException {
    try {
      return ofStat(Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat")));
    } catch (NoSuchFileException ended) {
      return 0;
    }
  }

  private static long resident(long pid) throws IOException {
    Path status = PROC.resolve(Long.toString(pid)).resolve("status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (NoSuchFileException ended) {
      return 0;
    }
  }

  /** From the text of a stat file; the program's name in it may hold blanks and brackets. */
  static long ofStat(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return MICROS_PER_TICK
        * (Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[STIME_AFTER_NAME]));
  }
}
