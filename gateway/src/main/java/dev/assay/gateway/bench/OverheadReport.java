package dev.assay.gateway.bench;

import dev.assay.gateway.bench.Latencies.Percentiles;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What was measured, and how. Milliseconds, and KiB of resident memory.
 *
 * @param direct from the client straight to the provider
 * @param governed through the gateway
 * @param added governed less direct, percentile by percentile
 * @param starts one of each measured start, in their order
 * @param residentKibAfterRun of the gateway that answered the governed requests
 * @param worstWriteLagMillis from a record's being handed over, just before its answer ends, to its
 *     being on disk: the longest of that gateway, warm-up included
 * @param checks what shows that nothing was off
 */
public record OverheadReport(
    Machine machine,
    Method method,
    Percentiles direct,
    Percentiles governed,
    Percentiles added,
    List<Start> starts,
    OptionalLong residentKibAfterRun,
    long worstWriteLagMillis,
    Checks checks) {

  public OverheadReport {
    starts = List.copyOf(starts);
  }

  /** Where and when. */
  public record Machine(int cores, String jdk, String os, List<String> jvmOptions, Instant at) {}

  /**
   * How.
   *
   * @param requests of each kind, interleaved
   * @param warmup of each kind, before, not counted
   * @param on what every governed request went through
   */
  public record Method(int requests, int warmup, int concurrency, String how, List<String> on) {}

  /**
   * One start of a gateway on a data folder that stands.
   *
   * @param listeningMillis from exec to the line with its addresses
   * @param firstAnswerMillis from exec to the first 200 that came from the provider
   * @param residentKib right after that answer
   */
  public record Start(long listeningMillis, long firstAnswerMillis, OptionalLong residentKib) {}

  /**
   * Each counts governed requests, warm-up and starts among them.
   *
   * @param sent by the bench
   * @param injectedUpstream that the provider saw with the pinned examples
   * @param journalled that stand in the journal, answered and with pinned examples
   */
  public record Checks(long sent, long injectedUpstream, long journalled) {
    /** Whether every governed request carried its examples and was journalled. */
    public boolean held() {
      return sent == injectedUpstream && sent == journalled;
    }
  }

  /** For people. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%s, %d cores, JDK %s, %s%n%s%n%d requests of each kind after %d of warm-up,"
                + " concurrency %d; on: %s%n%n",
            machine.at(),
            machine.cores(),
            machine.jdk(),
            machine.os(),
            method.how(),
            method.requests(),
            method.warmup(),
            method.concurrency(),
            String.join(", ", method.on())));
    out.append(String.format(Locale.ROOT, "%-10s %10s %10s %10s%n", "ms", "p50", "p90", "p99"));
    row(out, "direct", direct);
    row(out, "governed", governed);
    row(out, "added", added);
    out.append(
        String.format(
            Locale.ROOT,
            "%n%-10s %12s %16s %14s%n",
            "start",
            "listening ms",
            "first answer ms",
            "RSS MiB"));
    for (int i = 0; i < starts.size(); i++) {
      Start start = starts.get(i);
      out.append(
          String.format(
              Locale.ROOT,
              "%-10d %12d %16d %14s%n",
              i + 1,
              start.listeningMillis(),
              start.firstAnswerMillis(),
              mebibytes(start.residentKib())));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%nRSS after the run: %s MiB%nrecords were on disk at most %d ms after their answers (aim:"
                + " 50 ms, on an idle disk)%n%d governed requests sent, %d seen by the provider with"
                + " the pinned examples, %d in the journal%n",
            mebibytes(residentKibAfterRun),
            worstWriteLagMillis,
            checks.sent(),
            checks.injectedUpstream(),
            checks.journalled()));
    return out.toString();
  }

  private static void row(StringBuilder out, String name, Percentiles it) {
    out.append(
        String.format(
            Locale.ROOT, "%-10s %10.3f %10.3f %10.3f%n", name, it.p50(), it.p90(), it.p99()));
  }

  private static String mebibytes(OptionalLong kib) {
    return kib.isPresent() ? Long.toString(kib.getAsLong() / 1024) : "unknown";
  }
}
