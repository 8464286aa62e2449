package dev.assay.gateway.serve;

import dev.assay.config.DataPlaneLimits;
import java.util.Optional;

/** Whether what the configuration lets in fits into the memory that the process may take. */
final class Memory {
  private static final long MIB = 1024 * 1024;

  /** What it takes with no request under way. */
  private static final long STANDING_MIB = 160;

  /** A body is here as it came, as it is sent on, and in parts while it is read. */
  private static final int TIMES_A_BODY = 3;

  private Memory() {}

  /** What to tell the operator; empty where it fits. */
  static Optional<String> told(DataPlaneLimits limits, long maxHeapBytes) {
    long wanted =
        STANDING_MIB
            + TIMES_A_BODY * limits.maxConcurrentBytes() / MIB
            + 2 * limits.journalBytes() / MIB;
    return maxHeapBytes / MIB >= wanted
        ? Optional.empty()
        : Optional.of(
            "limits.max_concurrent_bytes and limits.journal_bytes let in what may take "
                + wanted
                + " MiB of heap, and there are "
                + maxHeapBytes / MIB
                + ": lower them, or start with ASSAY_JAVA_OPTS=-Xmx"
                + wanted
                + "m");
  }
}
