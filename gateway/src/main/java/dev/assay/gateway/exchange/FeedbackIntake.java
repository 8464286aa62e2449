package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.credentials.AppKey;
import dev.assay.learners.feedback.FeedbackFlow;
import dev.assay.learners.feedback.IdempotencyConflict;
import dev.assay.learners.feedback.Recorded;
import dev.assay.learners.feedback.Submission;
import dev.assay.learners.feedback.UnknownSubject;
import dev.assay.learners.store.StoreUnavailable;
import dev.assay.policies.engine.ActivePolicy;
import dev.assay.policies.engine.TenantPolicies;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.judge.RequestFacts;
import dev.assay.policies.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What holds for feedback in whatever shape it comes: whose it is, how often, what policy says. */
final class FeedbackIntake {
  private static final Logger LOG = LoggerFactory.getLogger(FeedbackIntake.class);

  private final Reading reading;
  private final TenantPolicies policies;
  private final RequestRates rates;
  private final FeedbackFlow flow;
  private final Consumer<TenantId> onAdmitted;

  FeedbackIntake(
      Reading reading,
      TenantPolicies policies,
      RequestRates rates,
      FeedbackFlow flow,
      Consumer<TenantId> onAdmitted) {
    this.reading = reading;
    this.policies = policies;
    this.rates = rates;
    this.flow = flow;
    this.onAdmitted = onAdmitted;
  }

  /**
   * Records what the body says, all of it or the client is told to send it again; fails with {@link
   * Failed}.
   *
   * @param read what the body says; an {@link IllegalArgumentException} names what is wrong
   */
  Future<List<Recorded>> record(
      Optional<String> credential,
      Function<RequestFacts.Caller, List<Submission>> read,
      Context loop) {
    return submissions(credential, read)
        .compose(said -> record(said.submissions(), said.policy(), loop, new ArrayList<>()));
  }

  /** As {@link #record}, but nothing is recorded: it fails where recording would be refused. */
  Future<Boolean> check(
      Optional<String> credential,
      Function<RequestFacts.Caller, List<Submission>> read,
      Context loop) {
    return submissions(credential, read)
        .compose(said ->
            Future.fromCompletionStage(flow.check(said.submissions().getFirst()), loop)
                .recover(failure -> Future.failedFuture(new Failed(error(failure)))));
  }

  private record Said(List<Submission> submissions, ActivePolicy policy) {}

  private Future<Said> submissions(
      Optional<String> credential, Function<RequestFacts.Caller, List<Submission>> read) {
    try {
      AppKey key =
          reading.identify(credential).orElseThrow(() -> new Failed(ApiError.unauthenticated()));
      ActivePolicy policy =
          policies
              .current(key.tenant())
              .orElseThrow(() ->
                  new Failed(
                      ApiError.forbidden(
                          "This key's tenant has no policy file in force: its operator has to add"
                              + " one.",
                          "tenant_without_policy")));
      RequestRates.Rate rate =
          rates.take(
              RequestRates.Kind.FEEDBACK, key.id(), policy.policy().limits().requestsPerMinute());
      if (!rate.within()) {
        throw new Failed(rate.error());
      }
      return Future.succeededFuture(
          new Said(read.apply(new RequestFacts.Caller(key.tenant(), key.app(), key.id())), policy));
    } catch (IllegalArgumentException wrong) {
      return Future.failedFuture(
          new Failed(
              ApiError.invalid(String.valueOf(wrong.getMessage()), null, "invalid_feedback")));
    } catch (Failed refused) {
      return Future.failedFuture(refused);
    }
  }

  /** One after the other, so that a failure tells the client to send all again under one key. */
  private Future<List<Recorded>> record(
      List<Submission> rest, ActivePolicy policy, Context loop, List<Recorded> done) {
    if (rest.isEmpty()) {
      return Future.succeededFuture(done);
    }
    return Future.fromCompletionStage(
            flow.take(rest.getFirst(), policy.policy(), policy.revision()), loop)
        .recover(failure -> Future.failedFuture(new Failed(error(failure))))
        .compose(recorded -> {
          done.add(recorded);
          if (recorded.feedback().admitted() && !recorded.replayed()) {
            onAdmitted.accept(recorded.feedback().tenant());
          }
          return record(rest.subList(1, rest.size()), policy, loop, done);
        });
  }

  private static ApiError error(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case UnknownSubject unknown ->
          ApiError.notFound(String.valueOf(unknown.getMessage()), "exchange_id", "not_found");
      case IdempotencyConflict conflict ->
          ApiError.conflict(String.valueOf(conflict.getMessage()), "idempotency_conflict");
      case PolicyUnavailable none ->
          ApiError.unavailable("No policy decision could be had.", "policy_unavailable", 1);
      case StoreUnavailable store ->
          ApiError.unavailable("Feedback can't be stored at present.", "store_unavailable", 5);
      default -> {
        LOG.error("feedback failed", failure);
        yield ApiError.internal();
      }
    };
  }
}
