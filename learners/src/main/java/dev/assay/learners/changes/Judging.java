package dev.assay.learners.changes;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.judge.ChangeFacts;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.judge.PolicyUnavailable;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gathers the facts about a change and asks the policy. Blocks. */
public final class Judging {
  private static final int MAX_SECONDS = 30;

  private final PolicyEngine engine;
  private final Clock clock;

  public Judging(PolicyEngine engine, Clock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /**
   * @param live digest of the release that is live now
   * @throws PolicyUnavailable when there is no answer, or one of another policy than was asked
   */
  Decision.OfChange judge(
      Change change,
      Optional<Artifact> brought,
      Evidence evidence,
      Digest live,
      PolicySource.Active active) {
    ChangeFacts facts =
        new ChangeFacts(
            active.policy(),
            active.revision(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            new ChangeFacts.Proposal(
                change.tenant(),
                change.id(),
                change.kind(),
                change.operation().word(),
                change.proposer(),
                brought.map(Artifact::size).orElse(0),
                brought.map(artifact -> CanonicalJson.bytes(artifact).length).orElse(0)),
            evidence.facts(live));
    Decision.OfChange decision = answer(facts);
    if (!decision.policyRevision().equals(active.revision())) {
      throw new PolicyUnavailable("the policy was replaced while it judged: propose again");
    }
    if (decision.outcome() instanceof Decision.Outcome.NeedsApprovals needs
        && needs.approvals().stream().allMatch(rule -> rule.count() <= 0)) {
      throw new PolicyUnavailable("the policy asks for approvals but for nobody's: correct it");
    }
    return decision;
  }

  private Decision.OfChange answer(ChangeFacts facts) {
    try {
      return engine.judge(facts).toCompletableFuture().get(MAX_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw new PolicyUnavailable("the policy gave no decision: " + failure.getCause(), failure);
    } catch (TimeoutException late) {
      throw new PolicyUnavailable("the policy gave no decision in time", late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new PolicyUnavailable("interrupted", stopped);
    }
  }
}
