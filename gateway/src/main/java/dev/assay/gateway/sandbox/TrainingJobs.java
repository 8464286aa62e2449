package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.sandbox.AdapterTraining;
import dev.assay.learners.sandbox.PromptRefused;
import dev.assay.learners.sandbox.TrainingFile;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trainings, one at a time in the order they were asked for, on a thread of their own. */
final class TrainingJobs {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingJobs.class);
  private static final int MAX_QUEUED = 16;
  private static final int MAX_JOBS = 1_000;
  private static final int RANK = 16;

  private final FileShelf files;
  private final Encoder encoder;
  private final SequencedMap<String, TrainingJob> jobs = new LinkedHashMap<>();
  private final ThreadPoolExecutor trainer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_QUEUED),
          Thread.ofPlatform().name("sandbox-trainer").daemon().factory());

  TrainingJobs(FileShelf files, Encoder encoder) {
    this.files = files;
    this.encoder = encoder;
  }

  synchronized ObjectNode create(byte[] body) {
    TrainingJob job = parse(body);
    if (jobs.size() >= MAX_JOBS) {
      throw ApiError.busy();
    }
    try {
      trainer.execute(() -> run(job.id()));
    } catch (RejectedExecutionException full) {
      throw ApiError.busy();
    }
    jobs.put(job.id(), job);
    return job.json();
  }

  synchronized ObjectNode show(String id) {
    return job(id).json();
  }

  synchronized ObjectNode list() {
    ObjectNode list = CanonicalJson.MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    jobs.sequencedValues().reversed().forEach(job -> data.add(job.json()));
    return list.put("has_more", false);
  }

  synchronized ObjectNode cancel(String id) {
    TrainingJob job = job(id);
    if (job.over()) {
      throw ApiError.invalid("id", "the job is over: " + job.state().word());
    }
    jobs.put(id, job.cancelled());
    return job(id).json();
  }

  synchronized void close() {
    jobs.replaceAll((id, job) -> job.over() ? job : job.cancelled());
    trainer.shutdown();
  }

  private TrainingJob job(String id) {
    TrainingJob job = jobs.get(id);
    if (job == null) {
      throw ApiError.absent("id", "The fine-tuning job '" + id + "'");
    }
    return job;
  }

  /** Moves an unfinished job on; false where it was cancelled meanwhile. */
  private synchronized boolean advance(String id, TrainingJob.State next) {
    TrainingJob job = job(id);
    if (job.over()) {
      return false;
    }
    jobs.put(id, job.in(next));
    return true;
  }

  private synchronized boolean over(String id) {
    return job(id).over();
  }

  private void run(String id) {
    if (!advance(id, new TrainingJob.Running())) {
      return;
    }
    try {
      train(id);
    } catch (AdapterTraining.TrainingCancelled cancelled) {
      LOG.info("training {} was cancelled", id);
    } catch (PromptRefused refused) {
      fail(id, "invalid_training_file", refused.advice());
    } catch (ApiError refused) {
      fail(id, "invalid_training_file", refused.advice());
    } catch (IOException | RuntimeException failed) {
      LOG.error("training {} failed", id, failed);
      fail(id, "internal_error", "the training failed; the sandbox's log says at what");
    }
  }

  private void train(String id) throws IOException {
    TrainingJob job;
    synchronized (this) {
      job = job(id);
    }
    TrainingFile file = TrainingFile.read(files.content(job.trainingFile()));
    AdapterTraining.Trained trained =
        new AdapterTraining(encoder).train(file, job.settings(), () -> over(id));
    long tokens =
        file.rows().stream()
            .mapToLong(row -> encoder.countTokens(row.input()) + encoder.countTokens(row.output()))
            .sum();
    byte[] adapter = trained.adapter().write();
    String result = files.add(id + "-adapter.json", "fine-tune-results", adapter).id();
    long now = Instant.now().getEpochSecond();
    if (!advance(id, new TrainingJob.Succeeded(result, tokens * trained.epochs(), now))) {
      files.delete(result);
    }
  }

  private void fail(String id, String code, String message) {
    advance(id, new TrainingJob.Failed(code, message, Instant.now().getEpochSecond()));
  }

  private TrainingJob parse(byte[] body) {
    ObjectNode request =
        Json.object(body, Set.of("model", "training_file", "hyperparameters", "suffix", "seed"));
    String model = Json.text(request, "model", 256);
    if (!model.equals(LoadedAdapters.BASE)) {
      throw ApiError.unknownModel(model);
    }
    String suffix = Json.optionalText(request, "suffix", 64);
    return new TrainingJob(
        "ftjob-" + UUID.randomUUID().toString().replace("-", ""),
        files.entry(Json.text(request, "training_file", 256)).id(),
        settings(request),
        suffix == null ? "" : suffix,
        Instant.now().getEpochSecond(),
        new TrainingJob.Queued());
  }

  private static AdapterTraining.Settings settings(ObjectNode request) {
    AdapterTraining.Settings fallback = AdapterTraining.Settings.DEFAULT;
    JsonNode asked = Json.optional(request, "hyperparameters");
    ObjectNode given = CanonicalJson.MAPPER.createObjectNode();
    if (asked instanceof ObjectNode object) {
      Json.onlyKnown(
          object, Set.of("n_epochs", "batch_size", "learning_rate_multiplier"), "hyperparameters.");
      object.properties().stream()
          .filter(value -> !"auto".equals(value.getValue().textValue()))
          .forEach(value -> given.set(value.getKey(), value.getValue()));
    } else if (asked != null) {
      throw ApiError.invalid("hyperparameters", "'hyperparameters' must be an object");
    }
    JsonNode multiplier = given.path("learning_rate_multiplier");
    if (!multiplier.isMissingNode() && !multiplier.isNumber()) {
      throw ApiError.invalid(
          "hyperparameters.learning_rate_multiplier", "must be a number or \"auto\"");
    }
    return new AdapterTraining.Settings(
        RANK,
        Json.integer(given, "n_epochs", fallback.epochs(), 1, 200),
        Json.integer(given, "batch_size", fallback.batchSize(), 1, 1_024),
        fallback.learningRate() * multiplier.asDouble(1),
        Json.integer(request, "seed", 0, 0, Integer.MAX_VALUE));
  }
}
