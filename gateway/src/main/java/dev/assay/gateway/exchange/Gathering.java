package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.exchange.RequestRates.Kind;
import dev.assay.gateway.objects.Ownership;
import dev.assay.gateway.objects.Unowned;
import dev.assay.learners.evaluation.HoldoutSide;
import dev.assay.learners.journal.ExchangeRecord.Lane;
import dev.assay.learners.journal.Journal;
import dev.assay.learners.journal.JournalFull;
import dev.assay.learners.journal.Slot;
import dev.assay.learners.releases.Releases;
import dev.assay.learners.releases.Served;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.learners.spending.Allowances;
import dev.assay.learners.spending.Reservation;
import dev.assay.policies.engine.ActivePolicy;
import dev.assay.policies.engine.TenantPolicies;
import dev.assay.policies.judge.RequestBody;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.judge.RequestFacts.Candidate;
import dev.assay.policies.judge.RequestFacts.Purpose;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Steps 4 and 5: one snapshot for the whole exchange, then every fact the decision depends on. */
public final class Gathering {
  /**
   * What a record takes in memory beside its body, which is counted twice: as sent and answered.
   */
  private static final int RECORD_BYTES = 4096;

  /** A flood over the limit costs its tenant, and the disk, no more than these a minute. */
  private static final int JUDGED_REFUSALS_PER_MINUTE = 60;

  private final Candidates candidates;
  private final TenantPolicies policies;
  private final Releases releases;
  private final HoldoutSide holdout;
  private final RequestRates rates;
  private final Allowances allowances;
  private final Journal journal;
  private final Ownership ownership;
  private final Clock clock;

  public Gathering(
      Candidates candidates,
      TenantPolicies policies,
      Releases releases,
      HoldoutSide holdout,
      RequestRates rates,
      Allowances allowances,
      Journal journal,
      Ownership ownership,
      Clock clock) {
    this.candidates = candidates;
    this.policies = policies;
    this.releases = releases;
    this.holdout = holdout;
    this.rates = rates;
    this.allowances = allowances;
    this.journal = journal;
    this.ownership = ownership;
    this.clock = clock;
  }

  Future<Progress.Snapshot> snapshot(Progress.Read read) {
    Served served = releases.served(read.caller().tenant());
    ServingRelease release = served.forEpisode(read.episode());
    Lane lane =
        release.release().number() == served.live().release().number() ? Lane.LIVE : Lane.CANARY;
    return snapshot(read, release, lane);
  }

  /** The snapshot of a call with a candidate release. */
  Future<Progress.Snapshot> snapshotOf(Progress.Read read, ServingRelease candidate) {
    return snapshot(read, candidate, Lane.LIVE);
  }

  private Future<Progress.Snapshot> snapshot(
      Progress.Read read, ServingRelease release, Lane lane) {
    Optional<ActivePolicy> policy = policies.current(read.caller().tenant());
    if (policy.isEmpty()) {
      return Future.failedFuture(
          Stopped.refused(
              read,
              ApiError.forbidden(
                  "This key's tenant has no policy file in force: its operator has to add one.",
                  "tenant_without_policy")));
    }
    return Future.succeededFuture(new Progress.Snapshot(read, policy.get(), release, lane));
  }

  Candidates candidates() {
    return candidates;
  }

  Future<Progress.Gathered> facts(Progress.Snapshot snapshot, Context loop) {
    Progress.Read read = snapshot.read();
    return ownership
        .check(
            read.caller().tenant(),
            read.body().refersTo(),
            read.body().repeats(),
            Unowned.of(snapshot.policy().policy().passThrough(), read.body()),
            loop)
        .compose(standing -> reserved(snapshot, standing, loop));
  }

  private Future<Progress.Gathered> reserved(
      Progress.Snapshot snapshot, Ownership.Standing standing, Context loop) {
    List<Candidate> found = candidates.of(snapshot, standing);
    return Future.fromCompletionStage(allowances.reserve(Reserving.ask(snapshot, found)), loop)
        .compose(allowance ->
            Future.succeededFuture(allowance)
                .compose(held -> facts(snapshot, standing, found, held, loop))
                .onFailure(failure -> allowance.release()));
  }

  private Future<Progress.Gathered> facts(
      Progress.Snapshot snapshot,
      Ownership.Standing standing,
      List<Candidate> candidates,
      Reservation allowance,
      Context loop) {
    Progress.Read read = snapshot.read();
    if (!allowance.standing().holds()
        && !rates.take(Kind.REFUSED, read.caller().keyId(), JUDGED_REFUSALS_PER_MINUTE).within()) {
      return Future.failedFuture(Stopped.refused(snapshot, Refusals.overLimits(allowance)));
    }
    return Future.fromCompletionStage(
            journal.reserve(read.caller().tenant(), 2 * read.body().size() + RECORD_BYTES), loop)
        .map(Optional::of)
        .recover(failure ->
            failure instanceof JournalFull || failure.getCause() instanceof JournalFull
                ? Future.succeededFuture(Optional.<Slot>empty())
                : Future.failedFuture(failure))
        .map(slot -> gatheredOrReleased(snapshot, standing, candidates, allowance, slot));
  }

  private Progress.Gathered gatheredOrReleased(
      Progress.Snapshot snapshot,
      Ownership.Standing standing,
      List<Candidate> candidates,
      Reservation allowance,
      Optional<Slot> slot) {
    try {
      return gathered(snapshot, standing, candidates, allowance, slot);
    } catch (RuntimeException failure) {
      slot.ifPresent(Slot::release);
      throw failure;
    }
  }

  private Progress.Gathered gathered(
      Progress.Snapshot snapshot,
      Ownership.Standing standing,
      List<Candidate> candidates,
      Reservation allowance,
      Optional<Slot> slot) {
    Progress.Read read = snapshot.read();
    ActivePolicy policy = snapshot.policy();
    RequestFacts facts =
        new RequestFacts(
            policy.policy(),
            policy.revision(),
            clock.instant(),
            read.caller(),
            read.purpose(),
            shape(read),
            Reserving.limits(allowance.standing(), read.withinLearningBudget(), slot.isPresent()),
            new RequestFacts.ReleaseFacts(
                snapshot.release().release().number(), snapshot.release().digest().text()),
            candidates);
    boolean heldOut =
        read.purpose() == Purpose.SERVE
            && answersAlone(read.body())
            && holdout.heldOut(
                read.caller().tenant(),
                read.body().firstUserText(),
                policy.policy().asking().uniformShare());
    return new Progress.Gathered(snapshot, facts, allowance, slot, standing, heldOut);
  }

  /** Whether it has an answer to measure, and says all that the answer depends on. */
  private static boolean answersAlone(RequestBody body) {
    return body.answersInWords() && body.refersTo().isEmpty();
  }

  private static RequestFacts.Shape shape(Progress.Read read) {
    RequestBody body = read.body();
    return new RequestFacts.Shape(
        body.word(),
        body.model(),
        body.stream(),
        body.size(),
        body.messageCount(),
        body.fields(),
        read.arrived().assayHeaders(),
        body.maxOutputTokens(),
        body.choices());
  }
}
