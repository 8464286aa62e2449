package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.bench.BenchReport.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchIT {
  private static final int BYTES = 1024;
  private static final int RATE = 20;

  @TempDir Path folder;
  @TempDir Path out;

  @Test
  void everyMeasuredRequestWasGovernedAndNoPromptRepeats() throws Exception {
    BenchPlan plan =
        new BenchPlan(0.4, 1, 0.2, RATE, List.of(BYTES), List.of(Rival.NGINX), 2, Optional.empty());
    List<String> progress = new ArrayList<>();

    BenchReport report = new Bench(folder, plan, Clock.systemUTC(), progress::add).run();

    assertThat(report.checks().sent()).isGreaterThan(RATE);
    assertThat(report.checks().held()).as("%s", report.checks()).isTrue();
    assertThat(report.hits().embeddings().hits()).isZero();
    assertThat(report.hits().embeddings().lookups()).isPositive();
    assertThat(report.hits().decisions().hits()).isPositive();
    assertThat(report.rows())
        .filteredOn(row -> row.subject().equals(Subject.PINNED))
        .extracting(Row::load)
        .containsExactly("alone", "busy", "open", "stream");
    assertThat(report.rows())
        .allSatisfy(row -> {
          assertThat(row.trouble()).as(row.subject() + " " + row.load()).isEmpty();
          assertThat(row.failures()).isZero();
          assertThat(row.requests()).isPositive();
        });
    assertThat(report.starts()).hasSize(2);
    assertThat(report.residentKib()).isPositive();
    assertThat(progress).contains("round 1 of 1");
    pageChartAndJsonSayTheSame(report);
  }

  private void pageChartAndJsonSayTheSame(BenchReport report) throws Exception {
    BenchFiles.write(report, out, "./assay bench --quick");

    JsonNode json = new ObjectMapper().readTree(out.resolve("benchmarks.json").toFile());
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .contains("machine", "method", "on", "rows", "starts", "hits", "checks", "bars", "absent");
    assertThat(StreamSupport.stream(json.path("rows").spliterator(), false))
        .hasSameSizeAs(report.rows())
        .allSatisfy(row -> assertThat(row.path("latency").path("p99").asDouble()).isPositive());
    assertThat(json.path("machine").path("processor").asText()).isNotEmpty();
    assertThat(Files.readString(out.resolve("benchmarks.svg")))
        .startsWith("<svg")
        .contains(Subject.PINNED)
        .endsWith("</svg>\n");
    assertThat(Files.readString(out.resolve("benchmarks.md")))
        .contains("./assay bench --quick", "Method", Subject.SIMILAR, "cache hits");
  }
}
