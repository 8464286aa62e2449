package dev.assay.gateway.serve;

import dev.assay.learners.changes.ActivationDoor;
import dev.assay.learners.changes.Changes;
import dev.assay.learners.changes.PolicySource;
import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.releases.AdapterNames;
import dev.assay.learners.releases.CanaryGuard;
import dev.assay.learners.releases.ReleasePreparer;
import dev.assay.learners.releases.Releases;
import dev.assay.learners.serving.AdapterLoader;
import java.time.Clock;

/** What was learned and is served: releases, and the one door by which they change. */
record LearnedPart(
    ReleasePreparer preparer,
    Releases releases,
    Changes changes,
    AdapterNames adapterNames,
    PolicySource policySource,
    ActivationDoor door,
    CanaryGuard guard)
    implements AutoCloseable {

  static LearnedPart open(
      StatePart state, PolicyPart policy, Encoder encoder, AdapterLoader loader, Clock clock) {
    ReleasePreparer preparer = new ReleasePreparer(encoder, loader);
    Releases releases =
        Releases.open(state.database(), state.audit(), state.artifacts(), preparer, clock);
    Changes changes = new Changes(state.database(), state.audit(), clock);
    PolicySource source =
        tenant ->
            policy
                .policies()
                .current(tenant)
                .map(active -> new PolicySource.Active(active.policy(), active.revision()));
    ActivationDoor door =
        new ActivationDoor(
            state.database(),
            changes,
            state.artifacts(),
            releases,
            preparer,
            source,
            state.people(),
            state.switches());
    return new LearnedPart(
        preparer,
        releases,
        changes,
        new AdapterNames(state.database(), state.artifacts()),
        source,
        door,
        new CanaryGuard(releases, door));
  }

  @Override
  public void close() {
    releases.close();
    preparer.close();
  }
}
