package dev.assay.gateway.bench;

import dev.assay.gateway.bench.Latencies.Percentiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured, and how. Milliseconds, microseconds of processor time, KiB of resident memory.
 *
 * @param method sentences on how it was measured
 * @param on what every governed request went through
 * @param measured whose figures these are
 * @param rows one of each combination of load, size and subject
 * @param encoderMicros processor time of the encoder alone for one of the bench's texts
 * @param starts one of each measured start, in their order
 * @param residentKib of the gateway after its load
 * @param residentKibOfRivals of each after its load
 * @param worstWriteLagMillis from a record's being handed over, just before its answer ends, to its
 *     being on disk: the longest of that gateway
 * @param checks what shows that nothing was off
 * @param absent who was asked for and not measured
 */
public record BenchReport(
    Machine machine,
    List<String> method,
    List<String> on,
    List<Measured> measured,
    List<Row> rows,
    double encoderMicros,
    List<Start> starts,
    long residentKib,
    Map<String, Long> residentKibOfRivals,
    long worstWriteLagMillis,
    Hits hits,
    Checks checks,
    List<Bar> bars,
    List<Absent> absent,
    List<String> notes) {

  public BenchReport {
    method = List.copyOf(method);
    on = List.copyOf(on);
    measured = List.copyOf(measured);
    rows = List.copyOf(rows);
    starts = List.copyOf(starts);
    bars = List.copyOf(bars);
    absent = List.copyOf(absent);
    notes = List.copyOf(notes);
  }

  /**
   * One combination.
   *
   * @param load {@code alone}, {@code busy}, {@code open} or {@code stream}
   * @param bytes of a request's body, about
   * @param requests answered with 200
   * @param failures answered otherwise
   * @param cpuMicros of the subject's processes a request; 0 for the provider alone
   * @param cpuMicrosOfRounds the same of each round, which shows how far they differ
   * @param timesNginx {@code cpuMicros} over nginx's in the same load and size
   * @param added percentiles less those of the provider alone in the same load and size
   * @param stream of streams alone
   * @param trouble why it was given up
   */
  public record Row(
      String load,
      int bytes,
      String subject,
      long requests,
      long failures,
      double perSecond,
      double cpuMicros,
      List<Double> cpuMicrosOfRounds,
      double generatorCpuMicros,
      double providerCpuMicros,
      Optional<Double> timesNginx,
      Optional<Percentiles> latency,
      Optional<Percentiles> added,
      Optional<Stream> stream,
      Optional<String> trouble) {
    public Row {
      cpuMicrosOfRounds = List.copyOf(cpuMicrosOfRounds);
    }
  }

  /**
   * How a stream came.
   *
   * @param first from the request to the first chunk
   * @param firstAdded less that of the provider alone
   * @param gap from one chunk to the next
   * @param pass from the provider's writing of a chunk to its being read
   * @param passAdded less that of the provider alone
   * @param merged chunks that came together with the one before, 0 to 1 of all
   */
  public record Stream(
      Percentiles first,
      Optional<Percentiles> firstAdded,
      Percentiles gap,
      Percentiles pass,
      Optional<Percentiles> passAdded,
      double merged) {}

  /**
   * One start of a gateway on a data folder that stands.
   *
   * @param listeningMillis from exec to the line with its addresses
   * @param firstAnswerMillis from exec to the first 200 that came from the provider
   * @param residentKib right after that answer
   */
  public record Start(long listeningMillis, long firstAnswerMillis, long residentKib) {}

  /**
   * Each counts governed requests, warm-up and starts among them.
   *
   * @param sent by the bench and answered
   * @param injectedUpstream that the provider saw with examples
   * @param journalled that stand in the journal, answered and with all three examples
   * @param differentPrompts that stand in the journal
   */
  public record Checks(long sent, long injectedUpstream, long journalled, long differentPrompts) {
    /** Whether every governed request was unlike all others, carried examples, was journalled. */
    public boolean held() {
      return sent == injectedUpstream && sent == journalled && sent == differentPrompts;
    }
  }

  /** What is to be reached, and what was. */
  public record Bar(String name, double atMost, double measured) {
    /** Whether it was reached. */
    public boolean met() {
      return measured <= atMost;
    }
  }

  /**
   * Who was measured.
   *
   * @param what its version where that is known, and how it was run
   */
  public record Measured(String subject, String what) {}

  /** Who was asked for and could not be measured. */
  public record Absent(String rival, String why) {}

  /** The rows of one load, in their order. */
  List<Row> rows(BenchPlan.Kind load) {
    return rows.stream().filter(row -> row.load().equals(ReportMaking.word(load))).toList();
  }
}
