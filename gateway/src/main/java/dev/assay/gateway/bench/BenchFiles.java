package dev.assay.gateway.bench;

import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The report as files: JSON, a chart, and the page that shows both. */
public final class BenchFiles {
  private static final String NAME = "benchmarks";

  private BenchFiles() {}

  /** For a terminal. */
  public static String text(BenchReport report) {
    return new BenchText(report).plain();
  }

  /** For programs. */
  public static String json(BenchReport report) throws IOException {
    return CanonicalJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report);
  }

  /**
   * Writes {@code benchmarks.json}, {@code benchmarks.svg} and {@code benchmarks.md}. Where a
   * {@code jmh.json} stands beside them, the page shows it as well.
   *
   * @param command with which it was measured
   */
  public static void write(BenchReport report, Path folder, String command) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(NAME + ".json"), json(report) + "\n");
    Files.writeString(folder.resolve(NAME + ".svg"), new BenchChart(report).svg());
    Files.writeString(folder.resolve(NAME + ".md"), page(report, command, folder));
  }

  private static String page(BenchReport report, String command, Path folder) throws IOException {
    BenchText text = new BenchText(report);
    StringBuilder out =
        new StringBuilder(
            """
            # What the gateway costs

            Written by `assay bench`; to measure anew on your machine, and write this page:

                %s

            %s. Figures are of one machine at one time, and nothing here is a promise.

            Every governed request goes through: %s.

            ![CPU a request, and latency added](%s.svg)

            """
                .formatted(command, text.machine(), String.join(", ", report.on()), NAME));
    text.tables().forEach(table -> out.append(table.markdown()).append('\n'));
    text.remarks().forEach(line -> out.append("- ").append(line).append('\n'));
    out.append("\n## Method\n\n");
    report.method().forEach(line -> out.append("- ").append(line).append('\n'));
    out.append(JmhResults.markdown(folder.resolve("jmh.json")));
    return out.toString();
  }
}
