package dev.assay.learners.changes;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import java.util.List;
import java.util.Map;

/** What someone wants changed. The same door for people and learners. */
public sealed interface Proposal {
  TenantId tenant();

  /** {@code learner:<name>} or {@code person:<id>}. */
  String proposer();

  /**
   * To serve this artifact, in place of the one of its kind if there is one.
   *
   * @param sources ids of the exchanges it rests on
   * @param settings what the proposer was set to
   */
  record Bring(
      TenantId tenant,
      String proposer,
      Artifact artifact,
      List<String> sources,
      Map<String, String> settings)
      implements Proposal {
    public Bring {
      sources = List.copyOf(sources);
      settings = Map.copyOf(settings);
    }
  }

  /** To serve nothing of this kind any more. */
  record Retire(TenantId tenant, String proposer, ArtifactKind kind, String why)
      implements Proposal {}
}
