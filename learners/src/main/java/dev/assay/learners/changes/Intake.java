package dev.assay.learners.changes;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.artifacts.Artifacts;
import dev.assay.learners.releases.AdapterNames;
import dev.assay.learners.releases.Release;
import dev.assay.learners.releases.Releases;
import dev.assay.learners.store.Committed;
import dev.assay.learners.store.Database;
import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.ArtifactKind;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/** Turns a proposal into a stored change, or says why it is not taken. */
public final class Intake {
  private static final int MAX_UNDER_WAY = 32;
  private static final int MAX_SOURCES = 20_000;
  private static final int MAX_SETTINGS = 64;
  private static final List<String> UNDER_WAY =
      List.of("proposed", "stale", "evaluated", "approved", "canary", "awaiting_approval");

  private final Database database;
  private final Changes changes;
  private final Artifacts artifacts;
  private final Releases releases;
  private final AdapterNames names;
  private final ActivationDoor door;
  private final Clock clock;
  private final ChangeIds ids = new ChangeIds();

  public Intake(
      Database database,
      Changes changes,
      Artifacts artifacts,
      Releases releases,
      AdapterNames names,
      ActivationDoor door,
      Clock clock) {
    this.database = database;
    this.changes = changes;
    this.artifacts = artifacts;
    this.releases = releases;
    this.names = names;
    this.door = door;
    this.clock = clock;
  }

  /** The stage fails with {@link ChangeRefused} when the proposal is not taken. */
  CompletionStage<Change> take(Proposal proposal) {
    Optional<Artifact> brought =
        switch (proposal) {
          case Proposal.Bring bring -> Optional.of(bring.artifact());
          case Proposal.Retire _ -> Optional.empty();
        };
    if (brought.orElse(null) instanceof Artifact.Adapter adapter) {
      names.learn(adapter);
    }
    Optional<Artifacts.Written> written = brought.map(Artifacts.Written::of);
    return database
        .write(handle -> store(handle, proposal, brought, written))
        .thenApply(Committed::value);
  }

  private Change store(
      Handle handle,
      Proposal proposal,
      Optional<Artifact> brought,
      Optional<Artifacts.Written> written) {
    Release live = releases.standing(handle, proposal.tenant()).live();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Change change = change(proposal, brought, live, now);
    check(handle, change, live);
    written.ifPresent(artifact -> artifacts.put(handle, change.tenant(), artifact, now));
    changes.insert(handle, change);
    return change;
  }

  private Change change(Proposal proposal, Optional<Artifact> brought, Release live, Instant now) {
    ArtifactKind kind =
        switch (proposal) {
          case Proposal.Bring bring -> bring.artifact().kind();
          case Proposal.Retire retire -> retire.kind();
        };
    List<Digest> parents = live.artifact(kind).map(Artifact::digest).stream().toList();
    Change.Operation operation =
        brought.isEmpty()
            ? Change.Operation.RETIRE
            : parents.isEmpty() ? Change.Operation.ADD : Change.Operation.REPLACE;
    List<String> sources = proposal instanceof Proposal.Bring bring ? bring.sources() : List.of();
    Map<String, String> settings =
        switch (proposal) {
          case Proposal.Bring bring -> bring.settings();
          case Proposal.Retire retire -> Map.of("why", retire.why());
        };
    return new Change(
        ids.next(now),
        proposal.tenant(),
        operation,
        kind,
        brought.map(Artifact::digest),
        proposal.proposer(),
        sources,
        settings,
        parents,
        live.digest(),
        now);
  }

  private void check(Handle handle, Change change, Release live) {
    if (door.isStoppedByFreeze(change)) {
      throw new ChangeRefused(
          "learning_frozen", "learning is frozen for this tenant: unfreeze it first");
    }
    if (change.sources().size() > MAX_SOURCES || change.settings().size() > MAX_SETTINGS) {
      throw new ChangeRefused(
          "too_much_provenance",
          "at most " + MAX_SOURCES + " sources and " + MAX_SETTINGS + " settings: propose less");
    }
    if (live.artifact(change.kind()).map(Artifact::digest).equals(change.artifact())) {
      throw new ChangeRefused(
          "already_so", "the live release is like that already: there is nothing to change");
    }
    List<Changes.Standing> underWay = changes.inStates(handle, change.tenant(), UNDER_WAY);
    if (underWay.size() >= MAX_UNDER_WAY) {
      throw new ChangeRefused(
          "too_many_changes",
          MAX_UNDER_WAY + " changes of this tenant are under way: decide those first");
    }
    underWay.stream()
        .map(Changes.Standing::change)
        .filter(
            other -> other.kind() == change.kind() && other.artifact().equals(change.artifact()))
        .findFirst()
        .ifPresent(other -> {
          throw new ChangeRefused("already_proposed", other.id() + " proposes the same");
        });
  }
}
