package dev.assay.gateway.bench;

import dev.assay.gateway.bench.BenchPlan.Combination;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What all rounds found of one combination, with the processor time they took. */
final class Cell {
  private final Combination combination;
  private final Findings found = new Findings();
  private final List<Double> cpuMicrosOfRounds = new ArrayList<>();
  private long nanos;
  private long cpuMicros;
  private long generatorMicros;
  private long providerMicros;
  private String trouble = "";

  Cell(Combination combination) {
    this.combination = combination;
  }

  /**
   * One round.
   *
   * @param provider the provider's process
   */
  void measure(Load load, Supplier<byte[]> prompts, long forNanos, long provider)
      throws IOException, InterruptedException {
    if (!trouble.isEmpty()) {
      return;
    }
    Clocks clocks = new Clocks(combination.subject().pids(), provider);
    Findings round;
    try {
      round = load.run(combination.subject(), prompts, forNanos, clocks);
    } catch (IOException broken) {
      if (combination.subject().isAssay() || combination.subject().name().equals(Subject.DIRECT)) {
        throw broken;
      }
      // A rival that can't keep up has its say in the report; the others go on.
      trouble = String.valueOf(broken.getMessage());
      return;
    }
    found.addAll(round);
    nanos += clocks.nanos;
    cpuMicros += clocks.subject;
    generatorMicros += clocks.generator;
    providerMicros += clocks.provider;
    cpuMicrosOfRounds.add(per(clocks.subject, round.latency().size()));
  }

  private static double per(long micros, int requests) {
    return requests == 0 ? 0 : Math.round(10.0 * micros / requests) / 10.0;
  }

  Combination combination() {
    return combination;
  }

  Findings found() {
    return found;
  }

  /** Why it was given up; empty when it was not. */
  String trouble() {
    return trouble;
  }

  double seconds() {
    return nanos / 1e9;
  }

  double cpuMicrosPerRequest() {
    return per(cpuMicros, found.latency().size());
  }

  double generatorMicrosPerRequest() {
    return per(generatorMicros, found.latency().size());
  }

  double providerMicrosPerRequest() {
    return per(providerMicros, found.latency().size());
  }

  List<Double> cpuMicrosOfRounds() {
    return List.copyOf(cpuMicrosOfRounds);
  }

  /** Processor time of all three, from the first request to the last answer. */
  private static final class Clocks implements Load.Gauge {
    private final List<Long> subjectPids;
    private final List<Long> providerPid;
    private long nanos;
    private long subject;
    private long generator;
    private long provider;

    Clocks(List<Long> subjectPids, long provider) {
      this.subjectPids = subjectPids;
      this.providerPid = List.of(provider);
    }

    @Override
    public void begin() throws IOException {
      read(-1);
    }

    @Override
    public void end() throws IOException {
      read(1);
    }

    private void read(int sign) throws IOException {
      subject += sign * CpuTime.micros(subjectPids);
      generator += sign * CpuTime.ownMicros();
      provider += sign * CpuTime.micros(providerPid);
      nanos += sign * System.nanoTime();
    }
  }
}
