package dev.assay.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the outside sees of a server and tells it: traces, metrics of apps, how it ends.
 *
 * @param telemetry empty when traces go nowhere
 * @param metrics by name, in the order of the file; empty when apps may name theirs as they like
 */
public record Seen(
    Optional<Telemetry> telemetry, Map<String, FeedbackMetric> metrics, Shutdown shutdown) {

  public Seen {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  static Seen with(Optional<Telemetry> telemetry) {
    return new Seen(telemetry, Map.of(), Shutdown.DEFAULT);
  }
}
