package dev.assay.learners.changes;

import dev.assay.learners.artifacts.Artifact;
import dev.assay.learners.artifacts.Artifacts;
import dev.assay.learners.credentials.People;
import dev.assay.learners.releases.Activation;
import dev.assay.learners.releases.CanaryGuard;
import dev.assay.learners.releases.Release;
import dev.assay.learners.releases.ReleasePreparer;
import dev.assay.learners.releases.ReleaseStanding;
import dev.assay.learners.releases.Releases;
import dev.assay.learners.store.Committed;
import dev.assay.learners.store.Database;
import dev.assay.learners.switches.KillSwitch;
import dev.assay.learners.switches.Switches;
import dev.assay.policies.judge.Decision;
import dev.assay.policies.tenant.TenantId;
import dev.assay.policies.tenant.TenantPolicy.CanaryRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door by which anything comes to be served: a change, a canary that held, a return to a
 * former release. What no policy can loosen is checked here, in the transaction that writes the
 * audit entry and the state: evidence exists and is the change's own, live and policy are what it
 * was judged under, its approvals stand, learning is not frozen.
 */
public final class ActivationDoor implements CanaryGuard.Door {
  private static final Logger LOG = LoggerFactory.getLogger(ActivationDoor.class);
  private static final String GUARD = "guard";

  private final Database database;
  private final Changes changes;
  private final Artifacts artifacts;
  private final Releases releases;
  private final ReleasePreparer preparer;
  private final PolicySource policies;
  private final Ballots ballots;
  private final Switches switches;

  public ActivationDoor(
      Database database,
      Changes changes,
      Artifacts artifacts,
      Releases releases,
      ReleasePreparer preparer,
      PolicySource policies,
      People people,
      Switches switches) {
    this.database = database;
    this.changes = changes;
    this.artifacts = artifacts;
    this.releases = releases;
    this.preparer = preparer;
    this.policies = policies;
    this.ballots = new Ballots(changes, people);
    this.switches = switches;
  }

  boolean isStoppedByFreeze(Change change) {
    return change.isLearned() && switches.isThrown(change.tenant(), KillSwitch.FREEZE_LEARNING);
  }

  Ballots ballots() {
    return ballots;
  }

  /**
   * Lets an approved change serve, in the caller's transaction.
   *
   * @return canary or live; stale when something moved; held when learning is frozen; the same
   *     state again while another change's canary is watched
   */
  ChangeState open(Handle handle, Change change, ChangeState.Approved approved, String actor) {
    ReleaseStanding standing = releases.standing(handle, change.tenant());
    Optional<ChangeState> hindrance = hindrance(handle, change, approved, standing);
    ChangeState next =
        hindrance.isPresent()
            ? hindrance.get()
            : activate(handle, change, approved, standing.live(), actor);
    if (!next.equals(approved)) {
      changes.move(handle, change, approved, next, actor, Map.of());
    }
    return next;
  }

  @Override
  public CompletionStage<Committed<Release>> promote(TenantId tenant, int canary, String why) {
    return database.write(handle -> {
      ChangeMoves canaries = onTrial(handle, tenant, canary);
      Activation activation = new Activation(GUARD, why, canaries.changeId());
      Release live = releases.promoteCanary(handle, tenant, activation);
      settleReplaced(handle, live, GUARD, false, why);
      canaries.moveCanary(ChangeState.Canary::promote, GUARD, why);
      return live;
    });
  }

  @Override
  public CompletionStage<Committed<Release>> takeBack(TenantId tenant, int canary, String why) {
    return database.write(handle -> {
      ChangeMoves canaries = onTrial(handle, tenant, canary);
      releases.endCanary(handle, tenant, new Activation(GUARD, why, canaries.changeId()));
      canaries.moveCanary(state -> state.rollBack(why), GUARD, why);
      return releases.standing(handle, tenant).live();
    });
  }

  /**
   * Serves a former release's artifacts again, under a new number. Works while learning is frozen.
   * Blocks while it is made ready, so that the swap follows the commit at once.
   *
   * @param toNumber a release that was live once; 0 is the empty first one
   * @param actor who wants it, such as {@code person:<id>}
   */
  public CompletionStage<Committed<Release>> rollBack(
      TenantId tenant, int toNumber, String actor, String why) {
    Release former;
    try {
      former = former(tenant, toNumber);
    } catch (ChangeRefused refused) {
      return CompletableFuture.failedStage(refused);
    }
    warm(former);
    return database.write(handle -> {
      ReleaseStanding standing = releases.standing(handle, tenant);
      if (standing.live().digest().equals(former.digest()) && standing.canary().isEmpty()) {
        throw new ChangeRefused(
            "already_live", "release " + toNumber + " is what is served now: choose an older one");
      }
      String reason = "back to release " + toNumber + ": " + why;
      standing
          .canary()
          .ifPresent(trial ->
              onTrial(handle, tenant, trial.release().number())
                  .moveCanary(state -> state.supersede(reason), actor, reason));
      Release live =
          releases.activateLive(
              handle, former, "rolled_back", new Activation(actor, reason, Optional.empty()));
      settleReplaced(handle, live, actor, true, reason);
      return live;
    });
  }

  /** A runtime that is away must not stop a return: served is then what can be. */
  private void warm(Release former) {
    try {
      preparer.prepare(former);
    } catch (RuntimeException failure) {
      LOG.error(
          "release {} of {} cannot be made ready whole: {}",
          former.number(),
          former.tenant(),
          failure.getMessage());
    }
  }

  private Release former(TenantId tenant, int number) {
    boolean wasLive =
        number == 0
            || releases.history(tenant).stream()
                .anyMatch(entry -> entry.number() == number && entry.liveAt().isPresent());
    if (!wasLive) {
      throw new ChangeRefused(
          "never_live",
          "release " + number + " of " + tenant + " was never live: choose one that was");
    }
    return releases.find(tenant, number).orElseThrow();
  }

  private Optional<ChangeState> hindrance(
      Handle handle, Change change, ChangeState.Approved approved, ReleaseStanding standing) {
    Grounds grounds = approved.grounds();
    if (isStoppedByFreeze(change)) {
      return Optional.of(approved.hold("learning is frozen"));
    }
    if (!standing.live().digest().equals(grounds.base())) {
      return Optional.of(approved.stale("the live release moved"));
    }
    if (!isCurrentPolicy(change.tenant(), grounds.policyRevision())) {
      return Optional.of(approved.stale("the policy moved"));
    }
    Optional<Evidence> evidence = changes.evidence(handle, grounds.evidence());
    if (evidence.isEmpty()
        || !evidence.get().change().equals(change.digest())
        || !grounds.change().equals(change.digest())
        || !evidence.get().base().equals(grounds.base())) {
      return Optional.of(approved.hold("its evidence is missing or is another change's"));
    }
    if (!ballots.areApproved(handle, change, grounds, approved.rules())) {
      return Optional.of(approved.stale("an approval does not count any more"));
    }
    return standing.canary().isPresent() ? Optional.of(approved) : Optional.empty();
  }

  boolean isCurrentPolicy(TenantId tenant, String revision) {
    return policies
        .current(tenant)
        .filter(active -> active.revision().equals(revision))
        .isPresent();
  }

  private ChangeState activate(
      Handle handle, Change change, ChangeState.Approved approved, Release live, String actor) {
    Optional<Artifact> brought =
        change.artifact().map(digest -> artifacts.require(handle, change.tenant(), digest));
    Release next = change.applyTo(live, brought);
    String why = change.operation().word() + " " + change.kind().word();
    Activation activation = new Activation(actor, why, Optional.of(change.id()));
    CanaryRules rules =
        policies.current(change.tenant()).orElseThrow().policy().envelope().canary();
    if (approved.stage() == Decision.Stage.CANARY && rules.share() > 0) {
      return approved.canary(releases.activateCanary(handle, next, rules, activation).number());
    }
    Release served = releases.activateLive(handle, next, "superseded", activation);
    settleReplaced(handle, served, actor, false, "release " + served.number());
    return approved.live(served.number());
  }

  /** Changes whose artifact the live release holds no more are not live any more. */
  private void settleReplaced(
      Handle handle, Release live, String actor, boolean isRollback, String reason) {
    for (Changes.Standing standing : changes.inStates(handle, live.tenant(), List.of("live"))) {
      if (standing.state() instanceof ChangeState.Live state && !holds(live, standing.change())) {
        changes.move(
            handle,
            standing.change(),
            state,
            isRollback ? state.rollBack(reason) : state.supersede(reason),
            actor,
            Map.of("live", live.number()));
      }
    }
  }

  private static boolean holds(Release live, Change change) {
    return live.artifact(change.kind()).map(Artifact::digest).equals(change.artifact());
  }

  private ChangeMoves onTrial(Handle handle, TenantId tenant, int number) {
    boolean isOnTrial =
        releases
            .standing(handle, tenant)
            .canary()
            .filter(trial -> trial.release().number() == number)
            .isPresent();
    if (!isOnTrial) {
      throw new ChangeRefused(
          "not_on_trial", "release " + number + " of " + tenant + " is no canary any more");
    }
    return new ChangeMoves(handle, changes, changes.inStates(handle, tenant, List.of("canary")));
  }
}
