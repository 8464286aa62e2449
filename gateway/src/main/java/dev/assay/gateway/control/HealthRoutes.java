package dev.assay.gateway.control;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether it lives, whether it may get traffic, and its figures. */
final class HealthRoutes {
  private final Readiness readiness;
  private final PrometheusMeterRegistry metrics;

  HealthRoutes(Readiness readiness, PrometheusMeterRegistry metrics) {
    this.readiness = readiness;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/health/live", Access.PUBLIC, call -> Map.of("status", "live")),
        Route.get("/health/ready", Access.PUBLIC, call -> ready()),
        Route.get(
            "/metrics",
            Access.PUBLIC,
            call -> new Route.Text("text/plain; version=0.0.4; charset=utf-8", metrics.scrape())));
  }

  private Object ready() {
    Map<String, String> checks = readiness.checks();
    String wrong =
        checks.entrySet().stream()
            .filter(check -> !check.getValue().equals(Readiness.WELL))
            .map(check -> check.getKey() + ": " + check.getValue())
            .collect(Collectors.joining("; "));
    if (!wrong.isEmpty()) {
      throw new Failed(ApiError.unavailable("Not ready: " + wrong + ".", "not_ready", 1));
    }
    return Map.of("status", "ready", "checks", checks, "notes", readiness.notes());
  }
}
