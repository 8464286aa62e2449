package dev.assay.gateway.bench;

import dev.assay.gateway.bench.BenchPlan.Kind;
import dev.assay.gateway.bench.BenchReport.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two charts in one drawing: CPU a request, and latency in the open loop. */
final class BenchChart {
  private static final int WIDTH = 720;
  private static final int LEFT = 130;
  private static final int BAR = 18;
  private static final int STEP = 26;
  private static final String STYLE =
      "<style>text{font:12px system-ui,sans-serif;fill:#57606a}.t{font-weight:600}"
          + ".c{fill:#4c78a8}.p50{fill:#54a24b}.p99{fill:#eeca3b}.p999{fill:#e45756}</style>\n";

  private final BenchReport report;

  BenchChart(BenchReport report) {
    this.report = report;
  }

  private record Bar(String label, String kind, double value) {}

  String svg() {
    List<Bar> cpu = cpu();
    List<Bar> latency = latency();
    int second = 60 + STEP * cpu.size();
    int height = second + 50 + STEP * latency.size();
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
            .formatted(WIDTH, height, WIDTH, height)
        + "<title>CPU a request, and latency in an open loop</title>\n"
        + STYLE
        + chart("CPU a request, microseconds, with 16 clients", cpu, 20)
        + chart("Latency in an open loop, ms: p50, p99, p99.9", latency, second)
        + "</svg>\n";
  }

  private List<Bar> cpu() {
    List<Bar> bars = new ArrayList<>();
    for (Row row : report.rows(Kind.BUSY)) {
      if (row.cpuMicros() > 0) {
        bars.add(new Bar(row.subject() + " " + row.bytes() / 1024 + "k", "c", row.cpuMicros()));
      }
    }
    return bars;
  }

  private List<Bar> latency() {
    List<Bar> bars = new ArrayList<>();
    for (Row row : report.rows(Kind.OPEN)) {
      row.latency()
          .ifPresent(it -> {
            bars.add(new Bar(row.subject(), "p50", it.p50()));
            bars.add(new Bar("", "p99", it.p99()));
            bars.add(new Bar("", "p999", it.p999()));
          });
    }
    return bars;
  }

  private static String chart(String title, List<Bar> bars, int top) {
    StringBuilder out =
        new StringBuilder("<text class=\"t\" x=\"8\" y=\"" + top + "\">" + title + "</text>\n");
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
    int y = top + 12;
    for (Bar bar : bars) {
      long width = Math.max(1, Math.round((WIDTH - LEFT - 80) * bar.value() / most));
      out.append(
          String.format(
              Locale.ROOT,
              "<text x=\"8\" y=\"%d\">%s</text><rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\""
                  + " height=\"%d\"/><text x=\"%d\" y=\"%d\">%.2f</text>%n",
              y + 14,
              bar.label(),
              bar.kind(),
              LEFT,
              y,
              width,
              BAR,
              LEFT + width + 6,
              y + 14,
              bar.value()));
      y += STEP;
    }
    return out.toString();
  }
}
