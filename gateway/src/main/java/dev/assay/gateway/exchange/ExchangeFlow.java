package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Reply;
import dev.assay.gateway.cache.KeptAnswer;
import dev.assay.gateway.cache.Turn;
import dev.assay.gateway.form.MalformedForm;
import dev.assay.gateway.objects.Ownership;
import dev.assay.gateway.upstream.Client;
import dev.assay.gateway.upstream.NoTargetAnswered;
import dev.assay.gateway.upstream.Recall;
import dev.assay.gateway.upstream.Router;
import dev.assay.gateway.upstream.TimeLimit;
import dev.assay.gateway.upstream.Upload;
import dev.assay.gateway.upstream.UpstreamFailure;
import dev.assay.learners.journal.ExchangeRecord.Outcome;
import dev.assay.learners.serving.ServingRelease;
import dev.assay.policies.judge.Judge;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.PolicyUnavailable;
import dev.assay.policies.judge.Refused;
import dev.assay.policies.judge.RequestFacts.Purpose;
import dev.assay.policies.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a request flows: each step takes what the one before it found and adds to it. Facts are
 * gathered first, then judged; only what was judged can be sent. An exchange runs on one event loop
 * from its first step to its last.
 */
public final class ExchangeFlow {
  private static final Logger LOG = LoggerFactory.getLogger(ExchangeFlow.class);

  private final Reading reading;
  private final Gathering gathering;
  private final Judge judge;
  private final ModelsWithin modelsWithin;
  private final Injecting injecting;
  private final Caching caching;
  private final Forms forms;
  private final Router router;
  private final Answers answers;
  private final CountedHere countedHere;
  private final Recording recording;

  public ExchangeFlow(
      Reading reading,
      Gathering gathering,
      Judge judge,
      ModelsWithin modelsWithin,
      Injecting injecting,
      Caching caching,
      Forms forms,
      Router router,
      Answers answers,
      CountedHere countedHere,
      Recording recording) {
    this.reading = reading;
    this.gathering = gathering;
    this.judge = judge;
    this.modelsWithin = modelsWithin;
    this.injecting = injecting;
    this.caching = caching;
    this.forms = forms;
    this.router = router;
    this.answers = answers;
    this.countedHere = countedHere;
    this.recording = recording;
  }

  /** A client's request, from its credential to its journal record. */
  Future<Void> serve(Progress.Arrived arrived, Reply reply, Context loop) {
    return finish(
        Future.succeededFuture(arrived)
            .compose(it -> reading.read(it, loop)) // 2 and 3: whose it is, and what it says
            .compose(gathering::snapshot) // 4: one release, one policy revision
            .compose(snapshot -> governed(snapshot, reply, loop)),
        arrived,
        reply);
  }

  /** A call by which learning measures a candidate: it enters at the snapshot. */
  Future<Void> call(
      Progress.Arrived arrived,
      TenantId tenant,
      ServingRelease candidate,
      Purpose purpose,
      boolean withinLearningBudget,
      Reply reply,
      Context loop) {
    return finish(
        Future.succeededFuture(arrived)
            .compose(it -> reading.readInternal(it, tenant, purpose, withinLearningBudget))
            .compose(read -> gathering.snapshotOf(read, candidate))
            .compose(snapshot -> governed(snapshot, reply, loop)),
        arrived,
        reply);
  }

  private Future<Void> governed(Progress.Snapshot snapshot, Reply reply, Context loop) {
    return gathering
        .facts(snapshot, loop) // 5: limits, budget, a journal slot, candidate targets
        .compose(gathered -> judged(gathered, reply, loop));
  }

  private Future<Void> judged(Progress.Gathered gathered, Reply reply, Context loop) {
    return Future.succeededFuture(gathered)
        .compose(it -> judge(it, loop)) // 6: permitted, or refused with reasons
        .compose(judged -> modelsWithin.judge(judged, loop)) // and whatever else it asks for
        .compose(judged -> ContentScreening.prompt(judged, loop)) // what of it may be sent
        .compose(judged -> injecting.inject(judged, loop)) // 7: what it carries
        .onSuccess(injected -> gathered.trace().injected(injected.selection().injection()))
        .compose(injected -> answer(injected, reply, loop))
        .recover(failure -> Future.failedFuture(stopped(gathered, failure)));
  }

  /** From here on the exchange holds a slot in the journal: whatever happens, it gives it back. */
  private static Stopped stopped(Progress at, Throwable failure) {
    return failure instanceof Stopped known
        ? known
        : Stopped.failed(
            at,
            unexpected(Progress.latest(at, Progress.Arrived.class).orElseThrow(), failure),
            Progress.latest(at, Progress.Answering.class)
                .map(it -> it.routed().attempts())
                .orElse(List.of()));
  }

  private Future<Progress.Judged> judge(Progress.Gathered gathered, Context loop) {
    return Future.fromCompletionStage(
            judge.judge(gathered.snapshot().read().body(), gathered.facts()), loop)
        .onSuccess(judgement -> gathered.trace().judged(gathered.facts(), judgement.decision()))
        .recover(
            failure -> Future.failedFuture(Stopped.failed(gathered, unjudged(failure), List.of())))
        .compose(judgement ->
            switch (judgement) {
              case Permitted permitted -> standing(gathered, permitted);
              case Refused refused ->
                  Future.failedFuture(
                      Stopped.refused(
                          gathered,
                          Refusals.error(
                              refused.decision(),
                              gathered.allowance(),
                              gathered.snapshot().read().body(),
                              gathered.snapshot().policy().policy().models(),
                              gathering.candidates()),
                          refused.decision()));
            });
  }

  /** What no policy can loosen: a tenant names only its own, and nothing evades its rules. */
  private static Future<Progress.Judged> standing(Progress.Gathered gathered, Permitted permitted) {
    Optional<ApiError> refusal =
        gathered.standing() instanceof Ownership.Standing.Missing missing
            ? Optional.of(Refusals.missing(missing.name()))
            : Unscreened.refusal(permitted);
    return refusal.isPresent()
        ? Future.failedFuture(Stopped.refused(gathered, refusal.get(), permitted.decision()))
        : Future.succeededFuture(new Progress.Judged(gathered, permitted, List.of()));
  }

  private Future<Void> answer(Progress.Injected injected, Reply reply, Context loop) {
    return caching
        .turn(injected, reply, loop) // was exactly this answered before?
        .compose(turn -> {
          KeptAnswer kept = turn.hit();
          return kept != null
              ? caching.replay(injected, kept, reply)
              : route(injected, turn, reply, loop) // 8: the first target that answers
                  .compose(answering -> pass(answering, reply)) // 9, 10: stream, journal
                  .recover(failure -> unanswered(injected, failure, reply))
                  .onComplete(over -> turn.over());
        });
  }

  private Future<Void> pass(Progress.Answering answering, Reply reply) {
    return Future.succeededFuture(answering)
        .compose(it -> answers.pass(it, reply))
        .recover(failure -> Future.failedFuture(stopped(answering, failure)));
  }

  private Future<Progress.Answering> route(
      Progress.Injected injected, Turn turn, Reply reply, Context loop) {
    long sentNanos = System.nanoTime();
    Recall recall = new Recall();
    reply.onGone(recall::call);
    Progress.Read read = injected.judged().gathered().snapshot().read();
    Optional<Upload> upload = read.arrived().line().upload();
    Optional<FormRules> rules = forms.of(injected.judged(), upload, loop);
    if (rules.isPresent()) {
      try {
        upload = Optional.of(upload.get().lookedThrough(rules.get().form()));
      } catch (MalformedForm malformed) {
        return Future.failedFuture(stopped(injected, malformed));
      }
    }
    Client client =
        new Client(
            read.episode(),
            read.arrived().limit().orElse(TimeLimit.NONE),
            read.arrived().headers(),
            read.arrived().trace(),
            upload);
    return router
        .route(injected.judged().permitted(), injected.selection().injection(), client, recall)
        .map(routed -> new Progress.Answering(injected, routed, sentNanos, turn))
        .recover(failure -> Future.failedFuture(refused(injected, failure, rules)));
  }

  /** A form that was refused on its way says why. */
  private static Throwable refused(
      Progress.Injected injected, Throwable failure, Optional<FormRules> rules) {
    Optional<ApiError> refusal = rules.flatMap(FormRules::refusal);
    return failure instanceof NoTargetAnswered none && refusal.isPresent()
        ? Stopped.failed(injected, refusal.get(), none.attempts())
        : failure;
  }

  private Future<Void> unanswered(Progress.Injected injected, Throwable failure, Reply reply) {
    if (!(failure instanceof NoTargetAnswered none)) {
      return Future.failedFuture(failure);
    }
    return none.last().kind() == UpstreamFailure.Kind.UNSENDABLE
            && CountedHere.asked(injected.judged().permitted())
        ? countedHere.answer(injected, none.attempts(), reply)
        : Future.failedFuture(stopped(injected, none, reply));
  }

  private static Stopped stopped(Progress.Injected injected, MalformedForm malformed) {
    return Stopped.failed(
        injected,
        ApiError.invalid(String.valueOf(malformed.getMessage()), "body", "invalid_body"),
        List.of());
  }

  private static Stopped stopped(Progress.Injected injected, NoTargetAnswered none, Reply reply) {
    return none.last().kind() == UpstreamFailure.Kind.RECALLED
        ? Stopped.gone(injected, none.attempts(), reply)
        : Stopped.failed(injected, UpstreamErrors.error(none.last()), none.attempts());
  }

  /** Whatever stopped it becomes an answer in OpenAI's error shape, and a record. */
  private Future<Void> finish(Future<Void> exchange, Progress.Arrived arrived, Reply reply) {
    return exchange.recover(failure -> {
      Stopped stopped =
          failure instanceof Stopped known
              ? known
              : Stopped.failed(arrived, unexpected(arrived, failure), List.of());
      return recording
          .stopped(stopped)
          .compose(recorded ->
              stopped.outcome() == Outcome.CANCELLED
                  ? Future.succeededFuture()
                  : ErrorAnswer.send(arrived, stopped, reply));
    });
  }

  static ApiError unjudged(Throwable failure) {
    if (failure instanceof PolicyUnavailable || failure.getCause() instanceof PolicyUnavailable) {
      LOG.warn("no policy decision: {}", failure.getMessage());
      return ApiError.unavailable(
          "No policy decision could be had, so nothing passes; the operator's log says why.",
          "policy_unavailable",
          1);
    }
    LOG.error("judging failed", failure);
    return ApiError.internal();
  }

  private static ApiError unexpected(Progress.Arrived arrived, Throwable failure) {
    LOG.atError().addKeyValue("exchange", arrived.id()).setCause(failure).log("exchange failed");
    return ApiError.internal();
  }
}
