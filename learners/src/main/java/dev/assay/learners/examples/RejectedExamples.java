package dev.assay.learners.examples;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.artifacts.Artifacts;
import dev.assay.learners.changes.ChangeState;
import dev.assay.learners.changes.Changes;
import dev.assay.policies.tenant.ArtifactKind;
import dev.assay.policies.tenant.TenantId;
import java.util.Optional;
import java.util.function.Function;

/** The examples a tenant's learner proposed last, if policy rejected them. Blocks. */
public final class RejectedExamples implements Function<TenantId, Optional<Artifact.Examples>> {
  private static final int SEARCHED = 50;

  private final Changes changes;
  private final Artifacts artifacts;

  public RejectedExamples(Changes changes, Artifacts artifacts) {
    this.changes = changes;
    this.artifacts = artifacts;
  }

  @Override
  public Optional<Artifact.Examples> apply(TenantId tenant) {
    return changes.list(tenant, SEARCHED).stream()
        .filter(standing -> standing.change().kind() == ArtifactKind.EXAMPLES)
        .filter(standing -> standing.change().isLearned())
        .findFirst()
        .filter(standing -> standing.state() instanceof ChangeState.Rejected)
        .flatMap(standing -> standing.change().artifact())
        .flatMap(digest -> artifacts.find(tenant, digest))
        .filter(Artifact.Examples.class::isInstance)
        .map(Artifact.Examples.class::cast);
  }
}
