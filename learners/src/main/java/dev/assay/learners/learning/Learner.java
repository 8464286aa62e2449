package dev.assay.learners.learning;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.serving.Release;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy;
import java.util.List;
import java.util.Map;

/**
 * Turns a window into a change, or holds. Keeps in memory nothing that a resume would miss; blocks:
 * call it on a virtual thread.
 */
public interface Learner {
  /** The word policies and people know it by, such as {@code examples}. */
  String name();

  Outcome learn(TenantPolicy policy, Release live, LearningWindow window);

  /** Told once the proposal is durable, so that what led to it need not be kept for a resume. */
  default void proposed(TenantId tenant, Proposed proposed) {}

  /** A proposal or a reason to wait. */
  sealed interface Outcome {}

  /**
   * A proposed artifact.
   *
   * @param sources ids of the exchanges it rests on
   * @param settings the learner's settings, for provenance
   */
  record Proposed(Artifact artifact, List<String> sources, Map<String, String> settings)
      implements Outcome {
    public Proposed {
      sources = List.copyOf(sources);
      settings = Map.copyOf(settings);
    }
  }

  /** Nothing worth proposing, and why. */
  record Hold(String reason) implements Outcome {}
}
