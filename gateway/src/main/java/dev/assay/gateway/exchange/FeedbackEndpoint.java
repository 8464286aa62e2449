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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /v1/feedback}: what people thought of an answer, on disk before it is confirmed. */
public final class FeedbackEndpoint {
  /** Largest body: a demonstration and a comment at their limits, escaped. */
  static final int MAX_BODY_BYTES = 512 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(FeedbackEndpoint.class);

  private final Reading reading;
  private final TenantPolicies policies;
  private final RequestRates rates;
  private final FeedbackFlow flow;
  private final Consumer<TenantId> onAdmitted;

  /**
   * An endpoint.
   *
   * @param onAdmitted told of each signal that counts for learning, once it is on disk
   */
  public FeedbackEndpoint(
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

  /** Takes it in; fails with {@link Failed}. */
  Future<Buffer> take(
      Optional<String> credential, Optional<String> idempotencyKey, byte[] body, Context loop) {
    Optional<AppKey> key = reading.identify(credential);
    if (key.isEmpty()) {
      return Future.failedFuture(new Failed(ApiError.unauthenticated()));
    }
    Optional<ActivePolicy> policy = policies.current(key.get().tenant());
    if (policy.isEmpty()) {
      return Future.failedFuture(
          new Failed(
              ApiError.forbidden(
                  "This key's tenant has no policy file in force: its operator has to add one.",
                  "tenant_without_policy")));
    }
    RequestRates.Rate rate =
        rates.take(
            RequestRates.Kind.FEEDBACK,
            key.get().id(),
            policy.get().policy().limits().requestsPerMinute());
    if (!rate.within()) {
      return Future.failedFuture(new Failed(rate.error()));
    }
    List<Submission> submissions;
    try {
      submissions =
          FeedbackBody.parse(body)
              .submissions(
                  new RequestFacts.Caller(key.get().tenant(), key.get().app(), key.get().id()),
                  idempotencyKey.orElseGet(() -> UUID.randomUUID().toString()));
    } catch (IllegalArgumentException wrong) {
      return Future.failedFuture(
          new Failed(
              ApiError.invalid(String.valueOf(wrong.getMessage()), null, "invalid_feedback")));
    }
    return record(submissions, policy.get(), loop, new ArrayList<>());
  }

  /** One after the other, so that a failure tells the client to send all again under one key. */
  private Future<Buffer> record(
      List<Submission> rest, ActivePolicy policy, Context loop, List<Recorded> done) {
    if (rest.isEmpty()) {
      return Future.succeededFuture(answer(done));
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

  private static Buffer answer(List<Recorded> done) {
    JsonArray ids = new JsonArray();
    done.forEach(recorded -> ids.add(recorded.feedback().id().toString()));
    return new JsonObject().put("object", "feedback").put("ids", ids).toBuffer();
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
