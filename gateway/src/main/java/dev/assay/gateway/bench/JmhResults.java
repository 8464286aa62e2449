package dev.assay.gateway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code mvn verify -Pjmh} left: the parts of the request path, each alone. */
final class JmhResults {
  private JmhResults() {}

  /** A section of the page; empty where there is no such file. */
  static String markdown(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return "";
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode result : new ObjectMapper().readTree(file.toFile())) {
      String name = result.path("benchmark").asText();
      JsonNode metric = result.path("primaryMetric");
      rows.add(
          List.of(
              name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1)
                  + parameters(result.path("params")),
              String.format(
                  Locale.ROOT,
                  "%.2f ± %.2f",
                  metric.path("score").asDouble(),
                  metric.path("scoreError").asDouble()),
              metric.path("scoreUnit").asText(),
              String.format(
                  Locale.ROOT,
                  "%.0f",
                  result
                      .path("secondaryMetrics")
                      .path("gc.alloc.rate.norm")
                      .path("score")
                      .asDouble())));
    }
    return "\n## The parts of it alone\n\n    mvn -Pjmh verify\n\n"
        + new BenchText.Table("JMH", List.of("", "time", "unit", "bytes allocated"), rows)
            .markdown();
  }

  private static String parameters(JsonNode params) {
    StringBuilder out = new StringBuilder();
    params.properties().forEach(it -> out.append(' ').append(it.getValue().asText()));
    return out.toString();
  }
}
