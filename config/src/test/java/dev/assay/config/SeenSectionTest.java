package dev.assay.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.config.yaml.Checked;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces, apps' metrics and the server's end in {@code assay.yaml}. */
class SeenSectionTest {
  private static final Map<String, String> ENV = Map.of("OTLP_TOKEN", "secret-token");

  private static Checked<AssayConfig> read(String yaml, Map<String, String> env) {
    return AssayConfig.read("assay.yaml", yaml.getBytes(StandardCharsets.UTF_8), env);
  }

  private static Seen seen(String yaml) {
    return read(yaml, ENV).orThrow().seen();
  }

  @Test
  void whatTheShippedFileShowsCommentedOutIsWhatItSays() throws Exception {
    String shipped = Files.readString(Path.of("assay.yaml"));
    String section = shipped.substring(shipped.indexOf("# metrics:"));
    Seen seen = seen(section.replaceAll("(?m)^# (metrics|telemetry|  )", "$1"));

    assertThat(seen.metrics())
        .containsOnly(
            Map.entry(
                "accuracy",
                new FeedbackMetric(
                    "accuracy",
                    FeedbackMetric.Type.BOOLEAN,
                    FeedbackMetric.Level.INFERENCE,
                    FeedbackMetric.Optimize.MAX)));
    assertThat(seen.telemetry())
        .contains(
            new Telemetry(
                URI.create("http://127.0.0.1:4318"),
                1,
                Map.of("authorization", Secret.of("Bearer secret-token"))));
    assertThat(seen.telemetry().toString()).doesNotContain("secret-token");
    assertThat(seen.shutdown()).isEqualTo(Shutdown.DEFAULT);
  }

  @Test
  void nothingSaidIsNoTracesAndNoMetrics() {
    assertThat(seen("providers: {}\n"))
        .isEqualTo(new Seen(Optional.empty(), Map.of(), Shutdown.DEFAULT));
  }

  @Test
  void theEnvironmentNamesACollectorWhereTheFileDoesNot() {
    Map<String, String> env = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/");
    Telemetry named = new Telemetry(URI.create("http://collector:4318"), 1, Map.of());

    assertThat(read("providers: {}\n", env).orThrow().seen().telemetry()).contains(named);
    assertThat(AssayConfig.fromEnvironment(env).orThrow().seen().telemetry()).contains(named);
    assertThat(
            read("telemetry: {otlp_endpoint: 'http://127.0.0.1:1', sample_share: 0.5}\n", env)
                .orThrow()
                .seen()
                .telemetry())
        .contains(new Telemetry(URI.create("http://127.0.0.1:1"), 0.5, Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metrics: {comment: {type: boolean, level: inference}}      | the name \"comment\"",
        "metrics: {a b: {type: boolean, level: inference}}          | the name \"a b\"",
        "metrics: {x: {type: string, level: inference}}             | metrics.x.type",
        "metrics: {x: {type: float}}                                | no metrics.x.level",
        "metrics: {x: {type: float, level: episode, optimize: up}}  | metrics.x.optimize",
        "telemetry: {sample_share: 0.1}                             | no telemetry.otlp_endpoint",
        "telemetry: {otlp_endpoint: collector}                      | telemetry.otlp_endpoint",
        "telemetry: {otlp_endpoint: 'http://u:p@c:1'}               | telemetry.otlp_endpoint with a user",
        "telemetry: {otlp_endpoint: 'http://c:1', sample_share: 2}  | telemetry.sample_share",
        "telemetry: {otlp_endpoint: 'https://c:1', headers: {a: literal}}        | a literal value",
        "telemetry: {otlp_endpoint: 'http://c:1', headers: {a: '${env:OTLP_TOKEN}'}} | without TLS",
        "shutdown: {grace_millis: 60001}                            | shutdown.grace_millis",
        "shutdown: {drain_millis: -1}                               | shutdown.drain_millis"
      })
  void aWrongOneIsRefusedByName(String yaml, String problem) {
    assertThat(read(yaml + "\n", ENV)).isInstanceOf(Checked.Invalid.class);
    assertThat(((Checked.Invalid<AssayConfig>) read(yaml + "\n", ENV)).problems())
        .hasSize(1)
        .allSatisfy(it -> assertThat(it.message()).contains(problem));
  }
}
