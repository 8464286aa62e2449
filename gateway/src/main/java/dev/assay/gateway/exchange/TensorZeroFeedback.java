package dev.assay.gateway.exchange;

import com.fasterxml.uuid.Generators;
import dev.assay.gateway.answer.ApiError;
import dev.assay.gateway.answer.Failed;
import dev.assay.learners.feedback.Submission;
import dev.assay.policies.judge.RequestFacts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * {@code POST /feedback} as TensorZero's gateway takes it, under the same rules as {@code
 * /v1/feedback}.
 *
 * @see <a href="https://www.tensorzero.com/docs/gateway/api-reference/feedback">API reference</a>
 */
final class TensorZeroFeedback implements FeedbackShape {
  private final FeedbackIntake intake;
  private final DeclaredMetrics metrics;

  TensorZeroFeedback(FeedbackIntake intake, DeclaredMetrics metrics) {
    this.intake = intake;
    this.metrics = metrics;
  }

  @Override
  public Future<Buffer> take(
      Optional<String> credential, Optional<String> idempotencyKey, byte[] body, Context loop) {
    TensorZeroBody read;
    try {
      read = TensorZeroBody.parse(body);
    } catch (IllegalArgumentException wrong) {
      return Future.failedFuture(
          new Failed(
              ApiError.invalid(String.valueOf(wrong.getMessage()), null, "invalid_feedback")));
    }
    Function<RequestFacts.Caller, List<Submission>> said =
        caller ->
            List.of(
                read.submission(
                    caller, metrics, idempotencyKey.orElseGet(() -> UUID.randomUUID().toString())));
    Future<UUID> id =
        read.isDryRun()
            ? intake
                .check(credential, said, loop)
                .map(known -> Generators.timeBasedEpochGenerator().generate())
            : intake.record(credential, said, loop).map(done -> done.getFirst().feedback().id());
    return id.map(it -> new JsonObject().put("feedback_id", it.toString()).toBuffer())
        .recover(failure -> Future.failedFuture(inItsWords(failure, read)));
  }

  private static Throwable inItsWords(Throwable failure, TensorZeroBody read) {
    return failure instanceof Failed failed && failed.error().code().equals("not_found")
        ? new Failed(ApiError.notFound(read.target() + " does not exist", null, "not_found"))
        : failure;
  }
}
