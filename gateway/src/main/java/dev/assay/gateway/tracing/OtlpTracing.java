package dev.assay.gateway.tracing;

import dev.assay.config.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Spans of exchanges to a collector, in batches from a thread of their own; too many are lost. */
final class OtlpTracing implements Tracing {
  private static final TextMapGetter<Map<String, String>> HEADERS =
      (headers, name) -> headers == null ? null : headers.get(name);

  private static final Duration SEND = Duration.ofSeconds(5);
  private static final Duration BATCH = Duration.ofSeconds(1);
  private static final long LAST_SECONDS = 5;
  private static final int MAX_WAITING = 8_192;
  private static final int MAX_VALUE_CHARS = 256;

  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final Map<String, String> providerNames;

  OtlpTracing(Telemetry telemetry, Map<String, String> providerNames) {
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(telemetry.endpoint() + "/v1/traces")
            .setTimeout(SEND);
    telemetry.headers().forEach((name, secret) -> exporter.addHeader(name, secret.value()));
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(AttributeKey.stringKey("service.name"), "assay"))))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(telemetry.sampleShare())))
            .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(MAX_VALUE_CHARS).build())
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter.build())
                    .setMaxQueueSize(MAX_WAITING)
                    .setScheduleDelay(BATCH)
                    .build())
            .build();
    this.tracer = provider.get("dev.assay.gateway");
    this.providerNames = providerNames;
  }

  @Override
  public ExchangeTrace begin(UUID exchange, long nanos, Optional<TraceContext> client) {
    Context parent =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), client.map(TraceContext::headers).orElse(Map.of()), HEADERS);
    long sinceArrival = System.nanoTime() - nanos;
    long nowNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    Span span =
        tracer
            .spanBuilder("exchange")
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(nowNanos - sinceArrival, TimeUnit.NANOSECONDS)
            .setAttribute(OtelSpan.EXCHANGE, exchange.toString())
            .startSpan();
    return new ExchangeTrace(nanos, new OtelSpan(tracer, span, parent.with(span), providerNames));
  }

  @Override
  public void close() {
    provider.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
  }
}
