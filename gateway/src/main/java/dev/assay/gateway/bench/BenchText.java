package dev.assay.gateway.bench;

import dev.assay.gateway.bench.BenchPlan.Kind;
import dev.assay.gateway.bench.BenchReport.Bar;
import dev.assay.gateway.bench.BenchReport.Row;
import dev.assay.gateway.bench.Latencies.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report as tables: for a terminal, and for a page in Markdown. */
final class BenchText {
  /** Processes that wanted a core before the run, beyond which it was not alone. */
  private static final double BUSY = 1;

  private final BenchReport report;

  BenchText(BenchReport report) {
    this.report = report;
  }

  /** One table. */
  record Table(String title, List<String> head, List<List<String>> rows) {
    String plain() {
      List<List<String>> all = new ArrayList<>();
      all.add(head);
      all.addAll(rows);
      StringBuilder out = new StringBuilder(title).append('\n');
      for (List<String> row : all) {
        for (int column = 0; column < row.size(); column++) {
          int at = column;
          int width = all.stream().mapToInt(it -> it.get(at).length()).max().orElse(0);
          String cell = row.get(column);
          String gap = " ".repeat(width - cell.length());
          out.append(column == 0 ? cell + gap : "  " + gap + cell);
        }
        out.append('\n');
      }
      return out.toString();
    }

    String markdown() {
      StringBuilder out = new StringBuilder("**" + title + "**\n\n");
      out.append("| ").append(String.join(" | ", head)).append(" |\n|");
      out.append(" --- |".repeat(head.size())).append('\n');
      rows.forEach(row -> out.append("| ").append(String.join(" | ", row)).append(" |\n"));
      return out.toString();
    }
  }

  /** For a terminal. */
  String plain() {
    StringBuilder out = new StringBuilder(machine()).append("\n\n");
    tables().forEach(table -> out.append(table.plain()).append('\n'));
    remarks().forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }

  String machine() {
    Machine it = report.machine();
    return "%s, %d cores (%s), %s, %s, load before %.1f%s"
        .formatted(
            it.at(),
            it.cores(),
            it.processor(),
            it.kernel(),
            it.jdk(),
            it.loadBefore(),
            it.loadBefore() > BUSY ? ": other work ran, so the bars mean little" : "");
  }

  List<Table> tables() {
    return List.of(
        bars(),
        cpu(),
        latency("Latency with one client, ms", Kind.ALONE),
        latency("Latency in an open loop, from the intended start, ms", Kind.OPEN),
        streams(),
        starts());
  }

  private Table bars() {
    List<List<String>> rows = new ArrayList<>();
    for (Bar bar : report.bars()) {
      rows.add(
          List.of(
              bar.name(), figure(bar.measured()), figure(bar.atMost()), bar.met() ? "yes" : "no"));
    }
    return new Table("Bars", List.of("", "measured", "at most", "met"), rows);
  }

  private Table cpu() {
    List<List<String>> rows = new ArrayList<>();
    for (Row row : report.rows(Kind.BUSY)) {
      rows.add(
          List.of(
              row.subject(),
              size(row.bytes()),
              row.trouble().orElse(whole(row.perSecond())),
              figure(row.cpuMicros()),
              row.timesNginx().map(BenchText::figure).orElse("-"),
              figure(row.generatorCpuMicros()),
              figure(row.providerCpuMicros()),
              Long.toString(row.failures())));
    }
    return new Table(
        "CPU a request, microseconds, with " + BenchPlan.BUSY_CLIENTS + " clients",
        List.of("", "body", "requests/s", "CPU", "nginx = 1", "load's", "provider's", "failed"),
        rows);
  }

  private Table latency(String title, Kind kind) {
    List<List<String>> rows = new ArrayList<>();
    for (Row row : report.rows(kind)) {
      rows.add(
          List.of(
              row.subject(),
              size(row.bytes()),
              row.trouble().orElse(millis(row.latency())),
              millis(row.added()),
              figure(row.cpuMicros()),
              Long.toString(row.requests())));
    }
    return new Table(
        title,
        List.of("", "body", "p50 / p99 / p99.9", "added", "CPU a request, us", "requests"),
        rows);
  }

  private Table streams() {
    List<List<String>> rows = new ArrayList<>();
    for (Row row : report.rows(Kind.STREAM)) {
      row.stream()
          .ifPresent(it ->
              rows.add(
                  List.of(
                      row.subject(),
                      millis(Optional.of(it.first())),
                      millis(it.firstAdded()),
                      millis(Optional.of(it.gap())),
                      millis(Optional.of(it.pass())),
                      millis(it.passAdded()),
                      "%.2f %%".formatted(100 * it.merged()),
                      figure(row.cpuMicros()))));
    }
    return new Table(
        "Streams of " + FixedUpstream.CHUNKS + " chunks, ms (p50 / p99 / p99.9)",
        List.of(
            "",
            "first chunk",
            "added",
            "between chunks",
            "provider to client",
            "added",
            "not one by one",
            "CPU a stream, us"),
        rows);
  }

  private Table starts() {
    List<List<String>> rows = new ArrayList<>();
    for (BenchReport.Start start : report.starts()) {
      rows.add(
          List.of(
              Integer.toString(rows.size() + 1),
              Long.toString(start.listeningMillis()),
              Long.toString(start.firstAnswerMillis()),
              Long.toString(start.residentKib() / 1024)));
    }
    return new Table(
        "Starts on a data folder that stands",
        List.of("", "listening, ms", "first answer, ms", "RSS, MiB"),
        rows);
  }

  /** Everything that is no table. */
  List<String> remarks() {
    List<String> lines = new ArrayList<>();
    report.measured().forEach(it -> lines.add(it.subject() + ": " + it.what()));
    lines.add("RSS after the load: assay " + report.residentKib() / 1024 + " MiB" + rivalsMemory());
    lines.add(
        "cache hits: decisions %d of %d (%.1f %%), embeddings %d of %d (%.1f %%)"
            .formatted(
                report.hits().decisions().hits(),
                report.hits().decisions().lookups(),
                100 * report.hits().decisions().rate(),
                report.hits().embeddings().hits(),
                report.hits().embeddings().lookups(),
                100 * report.hits().embeddings().rate()));
    lines.add("examples were chosen: " + report.hits().injection());
    lines.add("the encoder alone: %.0f us of CPU a text".formatted(report.encoderMicros()));
    lines.add(
        "records were on disk at most %d ms after their answers"
            .formatted(report.worstWriteLagMillis()));
    lines.add(
        "%d governed requests answered, %d seen by the provider with examples, %d in the journal, %d different prompts"
            .formatted(
                report.checks().sent(),
                report.checks().injectedUpstream(),
                report.checks().journalled(),
                report.checks().differentPrompts()));
    report.notes().forEach(lines::add);
    report.absent().forEach(it -> lines.add("without " + it.rival() + ": " + it.why()));
    return lines;
  }

  private String rivalsMemory() {
    StringBuilder out = new StringBuilder();
    report
        .residentKibOfRivals()
        .forEach((name, kib) -> out.append(", %s %d MiB".formatted(name, kib / 1024)));
    return out.toString();
  }

  private static String millis(Optional<Percentiles> it) {
    return it.map(p -> String.format(Locale.ROOT, "%.3f / %.3f / %.3f", p.p50(), p.p99(), p.p999()))
        .orElse("-");
  }

  private static String figure(double value) {
    return value >= 10
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static String size(int bytes) {
    return bytes % 1024 == 0 ? bytes / 1024 + " KiB" : bytes + " B";
  }
}
