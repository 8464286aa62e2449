package dev.assay.learners.learning;

import dev.assay.learners.changes.Change;
import dev.assay.learners.changes.ChangeFlow;
import dev.assay.learners.changes.ChangeRefused;
import dev.assay.learners.changes.Changes;
import dev.assay.learners.changes.Proposal;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.TenantId;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Proposes to the change flow, under the learner's name. */
public final class FlowProposals implements Proposals {
  private static final int MAX_SEARCHED = 500;
  private static final String ALREADY_PROPOSED = "already_proposed";

  private final ChangeFlow flow;
  private final Changes changes;

  public FlowProposals(ChangeFlow flow, Changes changes) {
    this.flow = flow;
    this.changes = changes;
  }

  @Override
  public String propose(TenantId tenant, String learner, Learner.Proposed proposed) {
    Proposal proposal =
        new Proposal.Bring(
            tenant,
            "learner:" + learner,
            proposed.artifact(),
            proposed.sources(),
            proposed.settings());
    try {
      return flow.propose(proposal).toCompletableFuture().join().id();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof ChangeRefused refused) {
        return refused(tenant, proposed.artifact().digest(), refused);
      }
      throw failure;
    } catch (ChangeRefused refused) {
      return refused(tenant, proposed.artifact().digest(), refused);
    }
  }

  /** What was proposed before this cycle was cut short is this cycle's proposal. */
  private String refused(TenantId tenant, Digest artifact, ChangeRefused refused) {
    Optional<Change> before =
        refused.code().equals(ALREADY_PROPOSED)
            ? changes.list(tenant, MAX_SEARCHED).stream()
                .map(Changes.Standing::change)
                .filter(change -> change.artifact().equals(Optional.of(artifact)))
                .findFirst()
            : Optional.empty();
    return before
        .map(Change::id)
        .orElseThrow(() ->
            new LearningFailed(
                Objects.requireNonNullElse(refused.getMessage(), refused.code()), refused));
  }
}
