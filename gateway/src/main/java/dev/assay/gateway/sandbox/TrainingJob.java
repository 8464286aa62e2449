package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.sandbox.AdapterTraining;
import dev.assay.policies.canonical.CanonicalJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One training, from its request to its adapter, in the shape of OpenAI's fine-tuning job.
 *
 * @param suffix what its adapter's name carries
 */
record TrainingJob(
    String id,
    String trainingFile,
    AdapterTraining.Settings settings,
    String suffix,
    long createdAtSeconds,
    State state) {

  /** Where a job stands. */
  sealed interface State {
    /** The name in OpenAI's API. */
    String word();
  }

  record Queued() implements State {
    @Override
    public String word() {
      return "queued";
    }
  }

  record Running() implements State {
    @Override
    public String word() {
      return "running";
    }
  }

  record Succeeded(String resultFile, long trainedTokens, long atSeconds) implements State {
    @Override
    public String word() {
      return "succeeded";
    }
  }

  record Failed(String code, String message, long atSeconds) implements State {
    @Override
    public String word() {
      return "failed";
    }
  }

  record Cancelled(long atSeconds) implements State {
    @Override
    public String word() {
      return "cancelled";
    }
  }

  boolean over() {
    return switch (state) {
      case Queued() -> false;
      case Running() -> false;
      case Succeeded done -> true;
      case Failed failed -> true;
      case Cancelled cancelled -> true;
    };
  }

  TrainingJob in(State next) {
    return new TrainingJob(id, trainingFile, settings, suffix, createdAtSeconds, next);
  }

  TrainingJob cancelled() {
    return in(new Cancelled(Instant.now().getEpochSecond()));
  }

  ObjectNode json() {
    ObjectNode job = CanonicalJson.MAPPER.createObjectNode();
    job.put("id", id).put("object", "fine_tuning.job").put("model", LoadedAdapters.BASE);
    job.put("created_at", createdAtSeconds).put("status", state.word());
    job.put("training_file", trainingFile).putNull("validation_file");
    job.put("seed", settings.seed());
    job.putObject("hyperparameters")
        .put("n_epochs", settings.epochs())
        .put("batch_size", settings.batchSize())
        .put(
            "learning_rate_multiplier",
            settings.learningRate() / AdapterTraining.Settings.DEFAULT.learningRate());
    ArrayNode results = job.putArray("result_files");
    String model = null;
    Long finishedAtSeconds = null;
    Long trainedTokens = null;
    Failed failure = null;
    switch (state) {
      case Queued() -> {}
      case Running() -> {}
      case Succeeded(String file, long tokens, long at) -> {
        results.add(file);
        model = "ft:" + LoadedAdapters.BASE + ":" + suffix + ":" + id;
        trainedTokens = tokens;
        finishedAtSeconds = at;
      }
      case Failed failed -> {
        failure = failed;
        finishedAtSeconds = failed.atSeconds();
      }
      case Cancelled(long at) -> finishedAtSeconds = at;
    }
    job.put("fine_tuned_model", model).put("trained_tokens", trainedTokens);
    job.put("finished_at", finishedAtSeconds);
    error(job, failure);
    return job;
  }

  private static void error(ObjectNode job, @Nullable Failed failure) {
    if (failure == null) {
      job.putNull("error");
    } else {
      job.putObject("error").put("code", failure.code()).put("message", failure.message());
    }
  }
}
