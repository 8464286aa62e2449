package dev.assay.gateway.bench;

/** What load found, of one thread or of several together. Used from one thread at a time. */
final class Findings {
  private final Durations latency = new Durations();
  private final Durations late = new Durations();
  private final Durations first = new Durations();
  private final Durations gap = new Durations();
  private final Durations pass = new Durations();
  private long failures;
  private long merged;

  /** Request to the answer's last byte; in an open loop from when it was meant to start. */
  Durations latency() {
    return latency;
  }

  /** How late the generator itself was, where a connection was free. */
  Durations late() {
    return late;
  }

  /** Request to a stream's first chunk. */
  Durations first() {
    return first;
  }

  /** From one chunk to the next. */
  Durations gap() {
    return gap;
  }

  /** From the provider's writing of a chunk to its being read. */
  Durations pass() {
    return pass;
  }

  /** Answers other than 200. */
  long failures() {
    return failures;
  }

  /** Chunks that came in one read with the one before them. */
  long mergedChunks() {
    return merged;
  }

  void merged() {
    merged++;
  }

  /** An answer is here. */
  void answered(int status, long nanos) {
    if (status == 200) {
      latency.add(nanos);
    } else {
      failures++;
    }
  }

  void addAll(Findings others) {
    latency.addAll(others.latency);
    late.addAll(others.late);
    first.addAll(others.first);
    gap.addAll(others.gap);
    pass.addAll(others.pass);
    failures += others.failures;
    merged += others.merged;
  }
}
