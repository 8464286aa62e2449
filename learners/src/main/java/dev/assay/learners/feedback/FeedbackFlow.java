package dev.assay.learners.feedback;

import dev.assay.learners.store.Database;
import dev.assay.policies.judge.FeedbackFacts;
import dev.assay.policies.judge.PolicyEngine;
import dev.assay.policies.tenant.TenantPolicy;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How a signal comes in: gather what is known of it, judge that, record both. */
public final class FeedbackFlow {
  private static final Executor VIRTUAL = Thread::startVirtualThread;

  private final FeedbackCounts counts;
  private final PolicyEngine policy;
  private final FeedbackBook book;
  private final Clock clock;

  public FeedbackFlow(Database database, FeedbackBook book, PolicyEngine policy, Clock clock) {
    this.counts = new FeedbackCounts(database);
    this.policy = policy;
    this.book = book;
    this.clock = clock;
  }

  /**
   * Takes a signal in; it is on disk when the stage completes, and says whether it counts. Fails as
   * {@link FeedbackBook#record} does, and when policy has no answer: then nothing is recorded.
   * Never blocks the caller.
   */
  public CompletionStage<Recorded> take(
      Submission submission, TenantPolicy rules, String policyRevision) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return CompletableFuture.supplyAsync(() -> takePlace(submission, at), VIRTUAL)
        .thenCompose(place -> judgeAndRecord(submission, rules, policyRevision, at, place));
  }

  /** Whether it could be taken in, as far as what it is about goes: {@link FeedbackBook#knows}. */
  public CompletionStage<Boolean> check(Submission submission) {
    return book.knows(submission);
  }

  private FeedbackCounts.Place takePlace(Submission submission, Instant at) {
    return counts.take(
        submission.caller().tenant(), submission.principal(), submission.caller().keyId(), at);
  }

  private CompletionStage<Recorded> judgeAndRecord(
      Submission submission,
      TenantPolicy rules,
      String policyRevision,
      Instant at,
      FeedbackCounts.Place place) {
    FeedbackFacts facts =
        new FeedbackFacts(
            rules,
            policyRevision,
            at,
            submission.caller(),
            submission.principal(),
            submission.signal().word(),
            place.principalToday(),
            place.keyToday());
    // Starting from a stage turns an exception thrown by the engine into a failed one.
    return CompletableFuture.completedStage(facts)
        .thenCompose(policy::judge)
        .thenCompose(decision -> book.record(submission, facts, decision))
        .whenComplete((recorded, failure) -> place.settle(countsAsNew(recorded, failure)));
  }

  private static boolean countsAsNew(@Nullable Recorded recorded, @Nullable Throwable failure) {
    return failure == null
        && recorded != null
        && !recorded.replayed()
        && recorded.feedback().admitted();
  }
}
