package dev.assay.gateway.bench;

import dev.assay.gateway.bench.BenchPlan.Kind;
import dev.assay.gateway.bench.BenchReport.Absent;
import dev.assay.gateway.bench.BenchReport.Bar;
import dev.assay.gateway.bench.BenchReport.Measured;
import dev.assay.gateway.bench.BenchReport.Row;
import dev.assay.gateway.bench.BenchReport.Start;
import dev.assay.gateway.bench.BenchReport.Stream;
import dev.assay.gateway.bench.Latencies.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes the report from what was found: sets each beside the provider alone and beside nginx. */
final class ReportMaking {
  private static final double ENOUGH_WARMUP_SECONDS = 6;
  private static final double NGINX_TIMES = 3;
  private static final double ALONE_MILLIS = 0.25;
  private static final double OPEN_MILLIS = 0.5;
  private static final double OPEN_TAIL_MILLIS = 3;
  private static final double FIRST_TOKEN_MILLIS = 0.8;
  private static final double LATE_MILLIS = 1;

  private static final List<String> ON =
      List.of(
          "app key",
          "strict parsing",
          "policy (embedded Wasm, cached)",
          "request limits",
          "injection of " + Ground.INJECTED + " examples from a live release",
          "durable journal with content",
          "metrics");

  private final BenchPlan plan;
  private final List<Cell> cells;
  private final double encoderMicros;

  ReportMaking(BenchPlan plan, List<Cell> cells, double encoderMicros) {
    this.plan = plan;
    this.cells = cells;
    this.encoderMicros = encoderMicros;
  }

  static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  BenchReport report(
      Machine machine,
      List<Start> starts,
      long residentKib,
      Map<String, Long> residentKibOfRivals,
      long worstWriteLagMillis,
      Hits hits,
      BenchReport.Checks checks,
      List<Absent> absent) {
    return new BenchReport(
        machine,
        method(),
        ON,
        measured(),
        cells.stream().map(this::row).toList(),
        encoderMicros,
        starts,
        residentKib,
        residentKibOfRivals,
        worstWriteLagMillis,
        hits,
        checks,
        bars(),
        absent,
        notes());
  }

  private List<Measured> measured() {
    return cells.stream()
        .map(cell -> cell.combination().subject())
        .distinct()
        .map(subject -> new Measured(subject.name(), subject.what()))
        .toList();
  }

  private List<String> method() {
    return List.of(
        "Gateway, provider and load generator are processes of their own, all on loopback; the"
            + " provider's answers are fixed, a stream's "
            + FixedUpstream.CHUNKS
            + " chunks come every "
            + FixedUpstream.PACE_MILLIS
            + " ms.",
        "Every combination is measured for %s s (open loop: twice that) in %d rounds, all taking turns, after %s s of warm-up each, repeated while its cost still falls."
                .formatted(number(plan.seconds()), plan.rounds(), number(plan.warmupSeconds()))
            + (plan.warmupSeconds() < ENOUGH_WARMUP_SECONDS
                ? " So short a warm-up leaves a JVM cold: the bars mean little."
                : ""),
        "Loads: %s (alone); %s (busy); %d requests a second at a fixed rate, latency counted from the intended start (open); %s (stream)."
            .formatted(Kind.ALONE.words(), Kind.BUSY.words(), plan.rate(), Kind.STREAM.words()),
        "CPU is user and system time of all of a subject's processes and threads, from"
            + " /proc/PID/stat, over the requests answered. Its unit is nginx as a plain proxy in"
            + " the same load and size.",
        "Added is less the provider alone, percentile by percentile. No prompt is sent twice: "
            + plan.data().map(file -> "texts from " + file.getFileName()).orElse("random words")
            + " with a number each.");
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private Row row(Cell cell) {
    Findings found = cell.found();
    Kind kind = cell.combination().kind();
    int bytes = cell.combination().bytes();
    Optional<Cell> direct =
        cell(kind, bytes, Subject.DIRECT).filter(it -> it != cell).filter(ReportMaking::answered);
    Optional<Percentiles> latency = percentiles(found.latency());
    return new Row(
        word(kind),
        bytes,
        cell.combination().subject().name(),
        found.latency().size(),
        found.failures(),
        Math.round(10 * found.latency().size() / Math.max(1e-9, cell.seconds())) / 10.0,
        cell.cpuMicrosPerRequest(),
        cell.cpuMicrosOfRounds(),
        cell.generatorMicrosPerRequest(),
        cell.providerMicrosPerRequest(),
        timesNginx(cell),
        latency,
        added(latency, direct.flatMap(it -> percentiles(it.found().latency()))),
        kind == Kind.STREAM && found.first().size() > 0 ? stream(found, direct) : Optional.empty(),
        Optional.of(cell.trouble()).filter(it -> !it.isEmpty()));
  }

  private static boolean answered(Cell cell) {
    return cell.found().latency().size() > 0;
  }

  private static Optional<Percentiles> percentiles(Durations durations) {
    return durations.size() == 0
        ? Optional.empty()
        : Optional.of(Latencies.of(durations.toArray()).percentiles());
  }

  private static Optional<Percentiles> added(
      Optional<Percentiles> all, Optional<Percentiles> direct) {
    return all.flatMap(it -> direct.map(it::minus));
  }

  private Optional<Double> timesNginx(Cell cell) {
    return cell(cell.combination().kind(), cell.combination().bytes(), Subject.NGINX)
        .map(Cell::cpuMicrosPerRequest)
        .filter(unit -> unit > 0 && cell.cpuMicrosPerRequest() > 0)
        .map(unit -> Math.round(100 * cell.cpuMicrosPerRequest() / unit) / 100.0);
  }

  private static Optional<Stream> stream(Findings found, Optional<Cell> direct) {
    Optional<Percentiles> first = percentiles(found.first());
    Optional<Percentiles> pass = percentiles(found.pass());
    double merged = 1.0 * found.mergedChunks() / found.pass().size();
    return Optional.of(
        new Stream(
            first.orElseThrow(),
            added(first, direct.flatMap(it -> percentiles(it.found().first()))),
            percentiles(found.gap()).orElseThrow(),
            pass.orElseThrow(),
            added(pass, direct.flatMap(it -> percentiles(it.found().pass()))),
            Math.round(10_000 * merged) / 10_000.0));
  }

  private Optional<Cell> cell(Kind kind, int bytes, String subject) {
    return cells.stream()
        .filter(it -> it.combination().kind() == kind)
        .filter(it -> it.combination().bytes() == bytes)
        .filter(it -> it.combination().subject().name().equals(subject))
        .findFirst();
  }

  private Optional<Row> row(Kind kind, String subject) {
    return cell(kind, plan.sizes().getFirst(), subject).map(this::row);
  }

  private List<Bar> bars() {
    List<Bar> bars = new ArrayList<>();
    Optional<Row> busy = row(Kind.BUSY, Subject.PINNED);
    busy.flatMap(Row::timesNginx)
        .ifPresent(it -> bars.add(new Bar("CPU a request, pinned, times nginx", NGINX_TIMES, it)));
    Optional<Double> unit = row(Kind.BUSY, Subject.NGINX).map(Row::cpuMicros);
    unit.flatMap(it -> row(Kind.BUSY, Subject.SIMILAR).map(row -> similar(it, row.cpuMicros())))
        .ifPresent(bars::add);
    row(Kind.ALONE, Subject.PINNED)
        .flatMap(Row::added)
        .ifPresent(it -> bars.add(new Bar("added p50, one client, ms", ALONE_MILLIS, it.p50())));
    row(Kind.OPEN, Subject.PINNED)
        .flatMap(Row::added)
        .ifPresent(it -> {
          String at = ", open loop at " + plan.rate() + "/s, ms";
          bars.add(new Bar("added p50" + at, OPEN_MILLIS, it.p50()));
          bars.add(new Bar("added p99" + at, OPEN_TAIL_MILLIS, it.p99()));
        });
    row(Kind.STREAM, Subject.PINNED)
        .flatMap(Row::stream)
        .flatMap(Stream::firstAdded)
        .ifPresent(it ->
            bars.add(new Bar("added to the first chunk, p50, ms", FIRST_TOKEN_MILLIS, it.p50())));
    return bars;
  }

  private Bar similar(double nginxMicros, double measured) {
    return new Bar(
        "CPU a request, similar, microseconds (at most the encoder's and 3 times nginx')",
        Math.round(encoderMicros + NGINX_TIMES * nginxMicros),
        measured);
  }

  /** Where the load itself was what was measured. */
  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Cell cell : cells) {
      Durations late = cell.found().late();
      String name =
          "%s, %s, %d bytes"
              .formatted(
                  cell.combination().subject().name(),
                  word(cell.combination().kind()),
                  cell.combination().bytes());
      if (late.size() > 0 && Latencies.of(late.toArray()).percentiles().p99() > LATE_MILLIS) {
        notes.add(
            name
                + ": the load generator itself was late by more than 1 ms at p99; its tail counts");
      }
      if (cell.combination().kind() == Kind.BUSY
          && cell.cpuMicrosPerRequest() > 0
          && cell.generatorMicrosPerRequest() + cell.providerMicrosPerRequest()
              > cell.cpuMicrosPerRequest()) {
        notes.add(
            name
                + ": load and provider took more CPU than what was measured, so requests a second"
                + " are theirs; CPU a request stands");
      }
    }
    return notes;
  }
}
