package dev.assay.gateway.exchange;

import dev.assay.config.FeedbackMetric;
import dev.assay.learners.feedback.FeedbackFlow;
import dev.assay.learners.feedback.Recorded;
import dev.assay.policies.engine.TenantPolicies;
import dev.assay.policies.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** {@code POST /v1/feedback}: what people thought of an answer, on disk before it is confirmed. */
public final class FeedbackEndpoint implements FeedbackShape {
  /** Largest body: a demonstration and a comment at their limits, escaped. */
  static final int MAX_BODY_BYTES = 512 * 1024;

  private final FeedbackIntake intake;
  private final DeclaredMetrics metrics;

  /**
   * An endpoint.
   *
   * @param metrics those the configuration declares; none declared lets apps name theirs
   * @param onAdmitted told of each signal that counts for learning, once it is on disk
   */
  public FeedbackEndpoint(
      Reading reading,
      TenantPolicies policies,
      RequestRates rates,
      FeedbackFlow flow,
      Map<String, FeedbackMetric> metrics,
      Consumer<TenantId> onAdmitted) {
    this.intake = new FeedbackIntake(reading, policies, rates, flow, onAdmitted);
    this.metrics = new DeclaredMetrics(metrics);
  }

  @Override
  public Future<Buffer> take(
      Optional<String> credential, Optional<String> idempotencyKey, byte[] body, Context loop) {
    return intake
        .record(
            credential,
            caller ->
                metrics.checked(
                    FeedbackBody.parse(body)
                        .submissions(
                            caller, idempotencyKey.orElseGet(() -> UUID.randomUUID().toString()))),
            loop)
        .map(FeedbackEndpoint::answer);
  }

  /** The same feedback in TensorZero's shape. */
  FeedbackShape tensorZero() {
    return new TensorZeroFeedback(intake, metrics);
  }

  private static Buffer answer(List<Recorded> done) {
    JsonArray ids = new JsonArray();
    done.forEach(recorded -> ids.add(recorded.feedback().id().toString()));
    return new JsonObject().put("object", "feedback").put("ids", ids).toBuffer();
  }
}
