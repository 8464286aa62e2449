package dev.assay.learners.adapter;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.assay.learners.artifacts.Artifact.WeightFile;
import dev.assay.policies.canonical.Digest;
import java.util.List;

/** Where a training stands. Each step is durable before the next begins. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrainingState.Collecting.class, name = "collecting"),
  @JsonSubTypes.Type(value = TrainingState.Uploaded.class, name = "uploaded"),
  @JsonSubTypes.Type(value = TrainingState.Training.class, name = "training"),
  @JsonSubTypes.Type(value = TrainingState.Downloaded.class, name = "downloaded"),
  @JsonSubTypes.Type(value = TrainingState.Proposed.class, name = "proposed"),
  @JsonSubTypes.Type(value = TrainingState.Failed.class, name = "failed")
})
public sealed interface TrainingState {
  /** Whether no step follows. */
  @JsonIgnore
  default boolean isFinished() {
    return !(this instanceof Unfinished);
  }

  /** A training that goes on when it is resumed. */
  sealed interface Unfinished extends TrainingState {
    /** It can't go on. */
    default Failed failed(String reason) {
      return new Failed(reason);
    }
  }

  /**
   * What is trained on.
   *
   * @param alias the alias the rows were asked under
   * @param sources ids of the exchanges they come from
   */
  record Material(String alias, int rows, List<String> sources) {
    public Material {
      sources = List.copyOf(sources);
    }
  }

  /** Rows are being chosen; the trainer knows of nothing. */
  record Collecting() implements Unfinished {
    Uploaded uploaded(String file, Material material) {
      return new Uploaded(file, material);
    }
  }

  /** The trainer has the rows; it may have a job on them already whose id was never stored. */
  record Uploaded(String file, Material material) implements Unfinished {
    Training training(String job) {
      return new Training(job, file, material);
    }
  }

  /** The trainer works. */
  record Training(String job, String file, Material material) implements Unfinished {
    Downloaded downloaded(WeightFile weights) {
      return new Downloaded(weights, material);
    }
  }

  /** The weights are here, under their digest. */
  record Downloaded(WeightFile weights, Material material) implements Unfinished {
    Proposed proposed(Digest artifact) {
      return new Proposed(artifact);
    }
  }

  /** The adapter went through the door. */
  record Proposed(Digest artifact) implements TrainingState {}

  /** It ended without weights. */
  record Failed(String reason) implements TrainingState {}
}
