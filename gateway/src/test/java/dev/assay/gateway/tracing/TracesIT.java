package dev.assay.gateway.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.Eventually;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client's trace goes through the gateway to the provider, and spans to a collector. */
class TracesIT {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CLIENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final String MARKER = "aardvark-marker";

  @TempDir Path dir;
  private RawUpstream upstream;
  private RawUpstream collector;

  @BeforeEach
  void start() throws Exception {
    upstream = new RawUpstream();
    collector = new RawUpstream().plays((asked, line) -> line.json(200, "{}"));
  }

  @AfterEach
  void stop() throws Exception {
    upstream.close();
    collector.close();
  }

  private String telemetry(String more) {
    return Yaml.of(
        dir,
        upstream.port(),
        "",
        "telemetry: {otlp_endpoint: 'http://127.0.0.1:" + collector.port() + "'" + more + "}\n");
  }

  private String spans() {
    StringBuilder all = new StringBuilder();
    collector.asked().forEach(batch -> all.append(batch.text()));
    return all.toString();
  }

  @Test
  void withoutACollectorAClientsTraceIsPassedOnUnchanged() throws Exception {
    try (RunningGateway gateway = RunningGateway.over(dir, upstream)) {
      RunningGateway.Key key = gateway.key(gateway.tenant("acme", "small"));
      gateway
          .chat(key, Answers.ask("small"), "traceparent", CLIENT, "tracestate", "vendor=a")
          .json(200);
      assertThat(upstream.lastAsked().headers())
          .containsEntry("traceparent", CLIENT)
          .containsEntry("tracestate", "vendor=a");
      gateway.chat(key, Answers.ask("small"), "traceparent", "nonsense").json(200);
      assertThat(upstream.lastAsked().headers()).doesNotContainKey("traceparent");
    }
  }

  @Test
  void anExchangeContinuesItsClientsTraceAndTheProviderItsOwn() throws Exception {
    String id;
    try (RunningGateway gateway = RunningGateway.with(dir, telemetry(""))) {
      RunningGateway.Key key = gateway.key(gateway.tenant("acme", "small"));
      RunningGateway.Answer answer =
          gateway.chat(
              key,
              Answers.ask("small").replace("Hi", MARKER),
              "traceparent",
              CLIENT,
              "tracestate",
              "vendor=a");
      id = answer.header("x-assay-exchange-id");
      answer.json(200);
      assertThat(upstream.lastAsked().headers().get("traceparent"))
          .startsWith("00-" + TRACE + "-")
          .endsWith("-01")
          .isNotEqualTo(CLIENT);
      assertThat(upstream.lastAsked().headers()).containsEntry("tracestate", "vendor=a");
      Eventually.holds("spans are sent", () -> spans().contains("chat real-small"));
    }
    assertThat(collector.lastAsked().start()).contains("/v1/traces");
    assertThat(spans())
        .contains(
            id,
            "chat small",
            "judged",
            "injected",
            "gen_ai.operation.name",
            "gen_ai.provider.name",
            "gen_ai.request.model",
            "gen_ai.usage.input_tokens",
            "ANSWERED")
        .doesNotContain(MARKER, "ready");
  }

  @Test
  void everyAttemptIsASpanOfItsOwnAndAFailureSaysWhy() throws Exception {
    upstream.plays((asked, line) -> line.die());
    try (RunningGateway gateway = RunningGateway.with(dir, telemetry(""))) {
      RunningGateway.Key key = gateway.key(gateway.tenant("acme", "small"));
      assertThat(gateway.chat(key, Answers.ask("small")).status()).isGreaterThanOrEqualTo(500);
      assertThat(upstream.asked().stream().map(it -> it.headers().get("traceparent")).distinct())
          .as("each attempt its own span")
          .hasSize(upstream.asked().size())
          .hasSizeGreaterThan(1);
      Eventually.holds("spans are sent", () -> spans().contains("error.type"));
    }
    assertThat(spans()).contains("broken", "FAILED");
  }

  @Test
  void whatIsNotSampledIsNotSentAndItsTraceGoesOn() throws Exception {
    try (RunningGateway gateway = RunningGateway.with(dir, telemetry(", sample_share: 0"))) {
      RunningGateway.Key key = gateway.key(gateway.tenant("acme", "small"));
      gateway.chat(key, Answers.ask("small")).json(200);
      assertThat(upstream.lastAsked().headers().get("traceparent"))
          .as("not sampled")
          .matches(".*-0[02]");
    }
    assertThat(collector.asked()).isEmpty();
  }
}
