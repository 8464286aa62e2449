package dev.assay.gateway.bench;

import java.util.List;

/** A page of figures in Prometheus' text format (exposition format 0.0.4), as far as it is read. */
final class MetricsPage {
  private final List<String> samples;

  private MetricsPage(List<String> samples) {
    this.samples = samples;
  }

  static MetricsPage read(String page) {
    return new MetricsPage(page.lines().filter(line -> !line.startsWith("#")).toList());
  }

  /** All samples of this name that have these labels, each written {@code name="value"}, added. */
  double sum(String name, String... labels) {
    return samples.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> List.of(labels).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
