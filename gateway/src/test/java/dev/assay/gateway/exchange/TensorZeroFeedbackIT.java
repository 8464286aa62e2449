package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.running.Answers;
import dev.assay.gateway.running.RawUpstream;
import dev.assay.gateway.running.RunningGateway;
import dev.assay.gateway.running.Yaml;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feedback as TensorZero's clients send it, and declared metrics in both shapes. */
class TensorZeroFeedbackIT {
  private static final String METRICS =
      """
      metrics:
        accuracy: {type: boolean, level: inference, optimize: max}
        rating: {type: float, level: episode}
      """;

  @TempDir static Path dir;
  private static RawUpstream upstream;
  private static RunningGateway gateway;
  private static RunningGateway.Key key;
  private final String episode = "task-" + UUID.randomUUID();
  private String exchange = "";

  @BeforeAll
  static void start() throws Exception {
    upstream = new RawUpstream();
    gateway = RunningGateway.with(dir, Yaml.of(dir, upstream.port(), "", METRICS));
    key = gateway.key(gateway.tenant("acme", "small"));
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    upstream.close();
  }

  @BeforeEach
  void ask() throws Exception {
    exchange =
        gateway
            .chat(key, Answers.ask("small"), "x-assay-episode-id", episode)
            .header("x-assay-exchange-id");
  }

  private static RunningGateway.Answer send(String body, String... headers) throws Exception {
    return RunningGateway.send("POST", gateway.data("/feedback"), key.secret(), body, headers);
  }

  private String about(String rest) {
    return "{\"inference_id\":\"" + exchange + "\"," + rest + "}";
  }

  private JsonNode signals() throws Exception {
    return gateway.exchange(exchange).path("feedback");
  }

  @Test
  void aMetricOfAnInferenceIsRecordedUnderItsNameWithItsTags() throws Exception {
    JsonNode answer =
        send(about(
                "\"metric_name\":\"accuracy\",\"value\":true,\"tags\":{\"user_id\":\"ann\","
                    + "\"build\":\"7\"}"))
            .json(200);
    UUID id = UUID.fromString(answer.path("feedback_id").asText());
    JsonNode signal = signals().path(0);
    assertThat(signal.path("id").asText()).isEqualTo(id.toString());
    assertThat(signal.path("metric").asText()).isEqualTo("accuracy");
    assertThat(signal.path("signal").path("value").asBoolean()).isTrue();
    assertThat(signal.path("tags").path("build").asText()).isEqualTo("7");
    assertThat(signal.path("principal").asText()).isEqualTo(key.id() + "/ann");
    assertThat(answer).hasSize(1);
  }

  @Test
  void aMetricOfAnEpisodeIsAboutAllOfIt() throws Exception {
    send("{\"episode_id\":\"" + episode + "\",\"metric_name\":\"rating\",\"value\":4.5}").json(200);
    assertThat(signals().findValuesAsText("metric")).contains("rating");
  }

  @Test
  void commentsAndDemonstrationsNeedNoDeclaration() throws Exception {
    send(about("\"metric_name\":\"comment\",\"value\":\"too long\"")).json(200);
    send("{\"episode_id\":\"" + episode + "\",\"metric_name\":\"comment\",\"value\":\"fine\"}")
        .json(200);
    send(about("\"metric_name\":\"demonstration\",\"value\":\"Paris\"")).json(200);
    send(about(
            "\"metric_name\":\"demonstration\",\"value\":[{\"type\":\"text\",\"text\":\"a\"},"
                + "{\"type\":\"text\",\"text\":\"b\"}]"))
        .json(200);
    send(about("\"metric_name\":\"demonstration\",\"value\":{\"answer\":\"Tokyo\"}")).json(200);
    assertThat(signals().findValuesAsText("text"))
        .contains("too long", "Paris", "a\nb", "{\"answer\":\"Tokyo\"}");
  }

  @Test
  void aDryRunSaysWhatWouldBeSaidAndStoresNothing() throws Exception {
    String fine = about("\"metric_name\":\"accuracy\",\"value\":true,\"dryrun\":true");
    assertThat(UUID.fromString(send(fine).json(200).path("feedback_id").asText())).isNotNull();
    assertThat(signals()).noneMatch(it -> it.path("metric").asText().equals("accuracy"));
    assertThat(send(fine.replace("true,", "3,")).status()).isEqualTo(400);
    assertThat(send(fine.replace(exchange, UUID.randomUUID().toString())).status()).isEqualTo(404);
  }

  @Test
  void theSameKeyIsTheSameSignal() throws Exception {
    String body = about("\"metric_name\":\"accuracy\",\"value\":true");
    String first = send(body, "idempotency-key", exchange).json(200).toString();
    assertThat(send(body, "idempotency-key", exchange).json(200).toString()).isEqualTo(first);
    assertThat(send(body.replace("true", "false"), "idempotency-key", exchange).status())
        .isEqualTo(409);
    assertThat(signals())
        .filteredOn(it -> it.path("metric").asText().equals("accuracy"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | ,\"metric_name\":\"speed\",\"value\":1                     | Unknown metric: speed",
        "400 | ,\"metric_name\":\"accuracy\",\"value\":1                  | must be a boolean",
        "400 | ,\"metric_name\":\"rating\",\"value\":1                    | level \"episode\"",
        "400 | ,\"metric_name\":\"accuracy\",\"value\":true,\"episode_id\":\"e\" | Both episode_id",
        "400 | ,\"metric_name\":\"comment\",\"value\":7                   | must be a string",
        "400 | ,\"metric_name\":\"demonstration\",\"value\":7             | must be a string, an array",
        "400 | ,\"value\":true                                            | metric_name",
        "400 | ,\"metric_name\":\"accuracy\"                              | value",
        "400 | ,\"metric_name\":\"accuracy\",\"value\":true,\"more\":1    | more",
        "400 | ,\"metric_name\":\"accuracy\",\"value\":true,\"tags\":{\"tensorzero::x\":\"1\"} | Tag name",
        "400 | ,\"metric_name\":\"accuracy\",\"value\":true,\"tags\":{\"x\":null} | tag"
      })
  void whatIsWrongIsSaidInItsShape(int status, String fields, String words) throws Exception {
    RunningGateway.Answer answer = send("{\"inference_id\":\"" + exchange + "\"" + fields + "}");
    assertThat(answer.json(status).path("error").asText()).contains(words);
    assertThat(answer.json(status)).hasSize(1);
  }

  @Test
  void anotherTenantsInferenceAndAStrangerAreRefusedInItsShapeToo() throws Exception {
    RunningGateway.Key other = gateway.key(gateway.tenant("globex", "small"));
    String body = about("\"metric_name\":\"accuracy\",\"value\":true");
    RunningGateway.Answer foreign =
        RunningGateway.send("POST", gateway.data("/feedback"), other.secret(), body);
    assertThat(foreign.json(404).path("error").asText())
        .isEqualTo("Inference ID: " + exchange + " does not exist");
    assertThat(
            RunningGateway.send("POST", gateway.data("/feedback"), "sk-assay-none", body)
                .json(401)
                .path("error")
                .isTextual())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | \"metric\":\"accuracy\",\"value\":true",
        "200 | \"value\":true",
        "200 | \"metric\":\"anything\",\"comment\":\"words\"",
        "400 | \"metric\":\"speed\",\"value\":true",
        "400 | \"metric\":\"accuracy\",\"value\":0.5",
        "400 | \"metric\":\"rating\",\"value\":0.5"
      })
  void declaredMetricsHoldInTheOtherShapeAsWell(int status, String fields) throws Exception {
    assertThat(
            gateway.feedback(key, "{\"exchange_id\":\"" + exchange + "\"," + fields + "}").status())
        .isEqualTo(status);
  }
}
