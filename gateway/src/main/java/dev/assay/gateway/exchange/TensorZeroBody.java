package dev.assay.gateway.exchange;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.config.FeedbackMetric;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.BodyProblem;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.feedback.About;
import dev.assay.learners.feedback.Signal;
import dev.assay.learners.feedback.Submission;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.judge.RequestFacts;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Feedback as TensorZero's clients write it.
 *
 * @param inferenceId an exchange's id
 * @param value a boolean or a number by the metric's type; text of a comment; text, content blocks
 *     or an object of a demonstration
 * @param internal sent by TensorZero's own tools, which alone may use its reserved tags
 * @param tags stored with the signal; {@code user_id} names the person the app vouches for
 */
record TensorZeroBody(
    @JsonProperty("episode_id") @Nullable String episodeId,
    @JsonProperty("inference_id") @Nullable String inferenceId,
    @JsonProperty("metric_name") @Nullable String metricName,
    @Nullable JsonNode value,
    @Nullable Boolean internal,
    @Nullable Map<String, @Nullable String> tags,
    @Nullable Boolean dryrun) {
  private static final String COMMENT = "comment";
  private static final String DEMONSTRATION = "demonstration";
  private static final String RESERVED = "tensorzero::";

  /**
   * Reads it strictly.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static TensorZeroBody parse(byte[] body) {
    try {
      TensorZeroBody read = CanonicalJson.MAPPER.readValue(body, TensorZeroBody.class);
      if (read == null) {
        throw new IllegalArgumentException("the body must be a JSON object");
      }
      return read;
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(BodyProblem.of(wrong, body).message(), wrong);
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }

  boolean isDryRun() {
    return Boolean.TRUE.equals(dryrun);
  }

  /** What it is about, in TensorZero's words. */
  String target() {
    return inferenceId != null ? "Inference ID: " + inferenceId : "Episode ID: " + episodeId;
  }

  /**
   * What it says.
   *
   * @throws IllegalArgumentException saying what is wrong
   * @throws Failed with 404 for a metric that is not declared
   */
  Submission submission(
      RequestFacts.Caller caller, DeclaredMetrics metrics, String idempotencyKey) {
    String name = metricName;
    if (name == null) {
      throw new IllegalArgumentException("missing field `metric_name`");
    }
    if (episodeId != null && inferenceId != null) {
      throw new IllegalArgumentException("Both episode_id and inference_id cannot be provided");
    }
    Signal signal = signal(name, metrics);
    Map<String, String> labels = labels();
    return new Submission(
        caller,
        Reading.principal(caller.keyId(), Optional.ofNullable(labels.get("user_id"))),
        about(name, metrics),
        name,
        signal,
        idempotencyKey,
        labels);
  }

  private Signal signal(String name, DeclaredMetrics metrics) {
    JsonNode said = value;
    if (said == null) {
      throw new IllegalArgumentException("missing field `value`");
    }
    if (name.equals(COMMENT)) {
      if (!said.isTextual()) {
        throw new IllegalArgumentException("Feedback value for a comment must be a string");
      }
      return new Signal.Comment(said.textValue());
    }
    if (name.equals(DEMONSTRATION)) {
      return new Signal.Demonstration(demonstrated(said));
    }
    return switch (declared(name, metrics).type()) {
      case BOOLEAN -> {
        require(said.isBoolean(), name, "boolean");
        yield new Signal.Bool(said.booleanValue());
      }
      case FLOAT -> {
        require(said.isNumber(), name, "number");
        yield new Signal.Score(said.doubleValue());
      }
    };
  }

  private static void require(boolean holds, String metric, String type) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Feedback value for metric `" + metric + "` must be a " + type);
    }
  }

  private static FeedbackMetric declared(String name, DeclaredMetrics metrics) {
    return metrics
        .find(name)
        .orElseThrow(() ->
            new Failed(
                ApiError.notFound(
                    "Unknown metric: "
                        + (name.length() > 64 ? name.substring(0, 64) + "…" : name)
                        + ". Declared under 'metrics' in the gateway's configuration: "
                        + metrics.names(),
                    "metric_name",
                    "unknown_metric")));
  }

  private About about(String name, DeclaredMetrics metrics) {
    FeedbackMetric.Level level;
    if (name.equals(DEMONSTRATION)) {
      level = FeedbackMetric.Level.INFERENCE;
    } else if (name.equals(COMMENT)) {
      if (inferenceId == null && episodeId == null) {
        throw new IllegalArgumentException(
            "Exactly one of inference_id or episode_id must be provided");
      }
      level = inferenceId != null ? FeedbackMetric.Level.INFERENCE : FeedbackMetric.Level.EPISODE;
    } else {
      level = declared(name, metrics).level();
    }
    String id = level == FeedbackMetric.Level.INFERENCE ? inferenceId : episodeId;
    if (id == null) {
      throw new IllegalArgumentException(
          "Correct ID was not provided for feedback level \"" + level.word() + "\".");
    }
    if (level == FeedbackMetric.Level.EPISODE) {
      return new About.OfEpisode(id);
    }
    try {
      return new About.OfExchange(UUID.fromString(id));
    } catch (IllegalArgumentException notAnId) {
      throw new IllegalArgumentException(
          "`inference_id` is a UUID: the value of an answer's x-assay-exchange-id header", notAnId);
    }
  }

  /** The text alone where that is all there is; else the JSON, from which nothing was dropped. */
  private static String demonstrated(JsonNode said) {
    if (said.isTextual()) {
      return said.textValue();
    }
    if (said.isObject() && !said.isEmpty()) {
      return said.toString();
    }
    if (!said.isArray() || said.isEmpty()) {
      throw new IllegalArgumentException(
          "Demonstration must be a string, an array of content blocks or an object");
    }
    boolean textAlone =
        StreamSupport.stream(said.spliterator(), false)
            .allMatch(block ->
                block.path("type").asText().equals("text") && block.path("text").isTextual());
    return textAlone
        ? StreamSupport.stream(said.spliterator(), false)
            .map(block -> block.path("text").textValue())
            .collect(Collectors.joining("\n"))
        : said.toString();
  }

  private Map<String, String> labels() {
    Map<String, @Nullable String> sent = tags == null ? Map.of() : tags;
    Map<String, String> labels = new java.util.TreeMap<>();
    sent.forEach((name, text) -> {
      if (text == null) {
        throw new IllegalArgumentException("A tag's value is a string: " + name);
      }
      if (name.startsWith(RESERVED) && !Boolean.TRUE.equals(internal)) {
        throw new IllegalArgumentException(
            "Tag name cannot start with '" + RESERVED + "': " + name);
      }
      labels.put(name, text);
    });
    return labels;
  }
}
