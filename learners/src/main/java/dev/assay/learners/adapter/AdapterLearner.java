package dev.assay.learners.adapter;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.artifacts.WeightFiles;
import dev.assay.learners.curation.Curation;
import dev.assay.learners.learning.Learner;
import dev.assay.learners.learning.LearningFailed;
import dev.assay.learners.learning.LearningWindow;
import dev.assay.learners.releases.Release;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Has a provider train a low-rank adapter on what people agree on. Each step is stored before the
 * next, so a crash goes on with the same job at the trainer.
 */
public final class AdapterLearner implements Learner {
  private static final String NAME = "adapter";

  private final Settings settings;
  private final TrainingRuns runs;
  private final TrainerClient trainer;
  private final WeightFiles weights;
  private final Predicate<String> clean;
  private final Clock clock;

  /**
   * What to train, and when.
   *
   * @param provider whose trainer and runtime are used
   * @param baseModel the frozen model that is adapted
   * @param minRows fewest rows worth training on
   * @param growth share by which rows must have grown since the live adapter
   * @param poll between two looks at a job
   * @param deadline for a job, counted anew after a restart
   */
  public record Settings(
      String provider,
      String baseModel,
      int minRows,
      double growth,
      Duration poll,
      Duration deadline) {}

  /**
   * Learns by these settings.
   *
   * @param clean whether a text may be trained on: what a scan would flag is never learned
   */
  public AdapterLearner(
      Settings settings,
      TrainingRuns runs,
      TrainerClient trainer,
      WeightFiles weights,
      Predicate<String> clean,
      Clock clock) {
    this.settings = settings;
    this.runs = runs;
    this.trainer = trainer;
    this.weights = weights;
    this.clean = clean;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Outcome learn(TenantPolicy policy, Release live, LearningWindow window) {
    if (!policy.envelope().kinds().containsKey(ArtifactKind.ADAPTER)) {
      return new Hold("the tenant's envelope does not name adapter");
    }
    Optional<TrainingRuns.Run> cutShort = runs.unfinished(policy.tenant(), settings.provider());
    if (cutShort.isPresent() && !(cutShort.get().state() instanceof TrainingState.Collecting)) {
      return train(cutShort.get());
    }
    return switch (Curation.of(policy.feedback(), window, clean)) {
      case Curation.TooFew(String reason) -> new Hold(reason);
      case Curation.Curated(Curation curation) -> begin(policy.tenant(), live, curation);
    };
  }

  @Override
  public void proposed(TenantId tenant, Proposed proposed) {
    runs.unfinished(tenant, settings.provider())
        .filter(run -> run.state() instanceof TrainingState.Downloaded)
        .ifPresent(run ->
            runs.move(
                run,
                ((TrainingState.Downloaded) run.state()).proposed(proposed.artifact().digest())));
  }

  private Outcome begin(TenantId tenant, Release live, Curation curation) {
    Optional<TrainingRows> rows = TrainingRows.of(curation.lessons());
    int found = rows.map(it -> it.material().rows()).orElse(0);
    int needed = Math.max(settings.minRows(), (int) Math.ceil(grown(live)));
    if (rows.isEmpty() || found < needed) {
      return new Hold(
          found + " rows to train on, an adapter waits for " + needed + curation.leftOut());
    }
    TrainingRuns.Run run = runs.resumeOrBegin(tenant, settings.provider());
    return switch (run.state()) {
      case TrainingState.Collecting collecting -> train(uploaded(run, collecting, rows.get()));
      default -> train(run);
    };
  }

  private double grown(Release live) {
    return live.artifact(ArtifactKind.ADAPTER)
        .filter(Artifact.Adapter.class::isInstance)
        .map(it -> ((Artifact.Adapter) it).settings().getOrDefault("rows", "0"))
        .map(rows -> Integer.parseInt(rows) * (1 + settings.growth()))
        .orElse(0.0);
  }

  private TrainingRuns.Run uploaded(
      TrainingRuns.Run run, TrainingState.Collecting collecting, TrainingRows rows) {
    return asked(
        run,
        collecting,
        () -> {
          String file = trainer.upload("assay-training-" + run.id() + ".jsonl", rows.jsonLines());
          return collecting.uploaded(file, rows.material());
        });
  }

  private Outcome train(TrainingRuns.Run from) {
    TrainingRuns.Run run = from;
    while (true) {
      switch (run.state()) {
        case TrainingState.Uploaded uploaded ->
            run = asked(run, uploaded, () -> uploaded.training(job(uploaded)));
        case TrainingState.Training training ->
            run = asked(run, training, () -> finished(training));
        case TrainingState.Downloaded downloaded -> {
          return proposal(downloaded);
        }
        case TrainingState.Failed(String reason) -> throw new LearningFailed(reason);
        case TrainingState.Collecting collecting ->
            throw new IllegalStateException("rows are uploaded before training");
        case TrainingState.Proposed proposed ->
            throw new IllegalStateException("a proposed adapter is not trained again");
      }
    }
  }

  /** The file is this training's own, so a job on it is ours even if its id was never stored. */
  private String job(TrainingState.Uploaded uploaded) {
    return trainer
        .startedOn(uploaded.file())
        .orElseGet(() -> trainer.start(settings.baseModel(), uploaded.file(), "assay"));
  }

  private TrainingState finished(TrainingState.Training training) {
    Instant until = clock.instant().plus(settings.deadline());
    while (true) {
      switch (trainer.job(training.job())) {
        case TrainerClient.Trained(String file) -> {
          WeightFiles.Stored stored =
              weights.store(new ByteArrayInputStream(trainer.content(file)));
          trainer.forget(training.file());
          return training.downloaded(
              new Artifact.WeightFile("adapter", stored.digest(), stored.bytes()));
        }
        case TrainerClient.Broken(String reason) -> {
          return training.failed(reason);
        }
        case TrainerClient.UnderWay underWay -> pause(training, until);
      }
    }
  }

  private void pause(TrainingState.Training training, Instant until) {
    if (clock.instant().isAfter(until)) {
      throw ProviderProblem.refused(
          "job " + training.job() + " did not end within " + settings.deadline());
    }
    try {
      Thread.sleep(settings.poll());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw ProviderProblem.passing("stopped while job " + training.job() + " runs", stopped);
    }
  }

  private Proposed proposal(TrainingState.Downloaded downloaded) {
    TrainingState.Material material = downloaded.material();
    return new Proposed(
        new Artifact.Adapter(
            settings.provider(),
            settings.baseModel(),
            material.alias(),
            List.of(downloaded.weights()),
            Map.of("rows", Integer.toString(material.rows()))),
        material.sources(),
        Map.of(
            "provider", settings.provider(),
            "baseModel", settings.baseModel(),
            "rows", Integer.toString(material.rows())));
  }

  private interface Asking {
    TrainingState next();
  }

  /** Takes the step, or fails the training where asking again would not help. */
  private TrainingRuns.Run asked(
      TrainingRuns.Run run, TrainingState.Unfinished from, Asking asking) {
    try {
      return runs.move(run, asking.next());
    } catch (ProviderProblem problem) {
      String reason = Objects.requireNonNullElse(problem.getMessage(), "the trainer failed");
      if (!problem.isPassing()) {
        runs.move(run, from.failed(reason));
      }
      throw new LearningFailed(
          problem.isPassing() ? reason + "; the next cycle goes on from here" : reason, problem);
    }
  }
}
