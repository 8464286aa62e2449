package dev.assay.gateway.exchange;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** One way of writing feedback: how its body reads, and how its answer is written. */
@FunctionalInterface
interface FeedbackShape {
  /** Takes it in; fails with {@link dev.assay.gateway.answer.Failed}. */
  Future<Buffer> take(
      Optional<String> credential, Optional<String> idempotencyKey, byte[] body, Context loop);
}
