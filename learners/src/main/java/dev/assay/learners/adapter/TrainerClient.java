package dev.assay.learners.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.policies.canonical.CanonicalJson;
import java.util.Optional;

/**
 * A trainer in the shape of OpenAI's {@code /v1/files} and {@code /v1/fine_tuning/jobs}, which
 * hands out the weights as the job's first result file. Blocks.
 */
public final class TrainerClient implements AutoCloseable {
  private static final int MAX_WEIGHT_BYTES = 64 * 1024 * 1024;
  private static final int MAX_ID_CHARS = 128;

  private final ProviderHttp http;

  public TrainerClient(ProviderEndpoint endpoint) {
    this.http = new ProviderHttp(endpoint);
  }

  /** Where a job stands. */
  sealed interface Job {}

  record UnderWay() implements Job {}

  /** The job is done; its weights are in this file. */
  record Trained(String weightsFile) implements Job {}

  record Broken(String reason) implements Job {}

  /** Uploads rows to train on; says under which id. */
  String upload(String name, byte[] jsonLines) {
    return id(http.postFile("/files", "fine-tune", name, jsonLines), "the uploaded file");
  }

  /** Starts a job; says under which id. */
  String start(String baseModel, String trainingFile, String suffix) {
    ObjectNode body = CanonicalJson.MAPPER.createObjectNode();
    body.put("model", baseModel).put("training_file", trainingFile).put("suffix", suffix);
    return id(http.postForJson("/fine_tuning/jobs", body), "the job");
  }

  /** A job that was started on this file before, whose id was lost in a crash. */
  Optional<String> startedOn(String trainingFile) {
    for (JsonNode job : http.get("/fine_tuning/jobs?limit=100").path("data")) {
      if (trainingFile.equals(job.path("training_file").asText())) {
        return Optional.of(id(job, "the job"));
      }
    }
    return Optional.empty();
  }

  Job job(String id) {
    JsonNode job = http.get("/fine_tuning/jobs/" + id);
    String status = job.path("status").asText();
    return switch (status) {
      case "validating_files", "queued", "running", "paused" -> new UnderWay();
      case "succeeded" -> {
        String weights = job.path("result_files").path(0).asText("");
        yield weights.isEmpty()
            ? new Broken("job " + id + " succeeded without a result file")
            : new Trained(checked(weights, "the weights' file"));
      }
      case "failed", "cancelled" ->
          new Broken(
              "job " + id + " " + status + ": " + job.path("error").path("message").asText(""));
      default -> new Broken("job " + id + " has the unknown status \"" + status + "\"");
    };
  }

  byte[] content(String file) {
    return http.bytes("/files/" + file + "/content", MAX_WEIGHT_BYTES);
  }

  /** Takes what people wrote away from the trainer, where it lets us. */
  void forget(String file) {
    try {
      http.delete("/files/" + file);
    } catch (ProviderProblem kept) {
      // Keeping files is the provider's right; the training itself is not affected.
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private static String id(JsonNode answer, String what) {
    return checked(answer.path("id").asText(""), what);
  }

  /** An id becomes part of a path: it must not be able to name another one. */
  private static String checked(String id, String what) {
    if (id.isEmpty() || id.length() > MAX_ID_CHARS || !id.matches("[A-Za-z0-9._:-]+")) {
      throw ProviderProblem.refused("the trainer gave " + what + " no usable id");
    }
    return id;
  }
}
