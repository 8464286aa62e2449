package dev.assay.gateway.tracing;

import dev.assay.config.AssayConfig;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Where exchanges begin to be traced. */
public interface Tracing extends AutoCloseable {
  /**
   * An exchange begins.
   *
   * @param nanos {@link System#nanoTime()} at its arrival
   * @param client the trace it belongs to at its client
   */
  ExchangeTrace begin(UUID exchange, long nanos, Optional<TraceContext> client);

  /** Sends what waits, for a few seconds at most. */
  @Override
  void close();

  /** To the collector the configuration names, if it does. */
  static Tracing of(AssayConfig config) {
    return config
        .seen()
        .telemetry()
        .<Tracing>map(telemetry -> new OtlpTracing(telemetry, providerNames(config)))
        .orElseGet(Untraced::new);
  }

  /** By provider: the convention's word for a kind of API it knows, else the operator's name. */
  private static Map<String, String> providerNames(AssayConfig config) {
    return config.providers().values().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                provider -> provider.name(),
                provider -> GenAi.providerName(provider.kind().word(), provider.name())));
  }

  /** Nobody looks: a client's trace passes through unchanged. */
  final class Untraced implements Tracing {
    @Override
    public ExchangeTrace begin(UUID exchange, long nanos, Optional<TraceContext> client) {
      return new ExchangeTrace(nanos, new NoSpan(client));
    }

    @Override
    public void close() {}
  }
}
