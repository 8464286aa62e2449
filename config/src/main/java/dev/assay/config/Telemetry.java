package dev.assay.config;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where traces go.
 *
 * @param endpoint of a collector that takes OTLP over HTTP; traces go to {@code /v1/traces} below
 *     it
 * @param sampleShare share of exchanges that begin a trace here, 0 to 1; a client's own decision
 *     stands for an exchange that continues its trace
 * @param headers sent with every batch, such as {@code authorization}
 */
public record Telemetry(URI endpoint, double sampleShare, Map<String, Secret> headers) {
  /** The variable by which OpenTelemetry's own tools know the collector. */
  static final String ENDPOINT_VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";

  public Telemetry {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Every exchange, without headers. */
  static Telemetry to(URI endpoint) {
    return new Telemetry(endpoint, 1, Map.of());
  }
}
