package dev.assay.gateway.exchange;

import com.fasterxml.uuid.Generators;
import dev.assay.gateway.answer.MemoryReply;
import dev.assay.gateway.provider.ClientHeaders;
import dev.assay.gateway.sse.AnswerTally;
import dev.assay.gateway.tracing.ExchangeTrace;
import dev.assay.gateway.upstream.TimeLimit;
import dev.assay.learners.completions.Completions;
import dev.assay.learners.learning.LearningBudget;
import dev.assay.policies.judge.Endpoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The port by which learning calls a model. Reachable from no listener. Taking from the learning
 * budget may write: call it from a virtual thread.
 */
public final class InternalCalls implements Completions {
  private final ExchangeFlow flow;
  private final Context loop;
  private final LearningBudget budget;
  private final Clock clock;

  public InternalCalls(Vertx vertx, ExchangeFlow flow, LearningBudget budget, Clock clock) {
    this.flow = flow;
    this.loop = vertx.getOrCreateContext();
    this.budget = budget;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Completion> complete(Call call) {
    CompletableFuture<Completion> done = new CompletableFuture<>();
    UUID id = Generators.timeBasedEpochGenerator().generate();
    MemoryReply reply = new MemoryReply();
    Progress.Arrived arrived =
        new Progress.Arrived(
            id,
            new RequestLine.Model(Endpoint.CHAT_COMPLETIONS),
            clock.instant(),
            System.nanoTime(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            true,
            Optional.of(TimeLimit.NONE),
            ClientHeaders.NONE,
            call.body(),
            ExchangeTrace.untold(System.nanoTime()));
    boolean withinBudget = budget.tryTake(call.tenant());
    loop.runOnContext(start ->
        begin(call, arrived, withinBudget, reply)
            .onComplete(ended ->
                done.complete(
                    ended.succeeded()
                        ? completion(id, reply)
                        : new NotAnswered("internal_error", "The call failed."))));
    return done;
  }

  private Future<Void> begin(
      Call call, Progress.Arrived arrived, boolean withinBudget, MemoryReply reply) {
    return flow.call(
        arrived, call.tenant(), call.release(), call.purpose(), withinBudget, reply, loop);
  }

  private static Completion completion(UUID id, MemoryReply reply) {
    if (reply.status() != 200) {
      return new NotAnswered("status_" + reply.status(), reply.body().toString());
    }
    AnswerTally tally = AnswerTally.of(Endpoint.CHAT_COMPLETIONS, false, false);
    tally.wholeAnswer(reply.body());
    return new Answered(id, tally.text(), tally.usage().prompt(), tally.usage().completion());
  }
}
