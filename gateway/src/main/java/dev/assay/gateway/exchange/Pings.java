package dev.assay.gateway.exchange;

import dev.assay.gateway.answer.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.function.BooleanSupplier;

/**
 * Comments between the events of a stream that says nothing: what stands between client and gateway
 * may take silence for death.
 */
final class Pings {
  private static final Buffer COMMENT = Buffer.buffer(": ping\n\n");

  private boolean silent = true;

  /**
   * Begins, to end with the stream.
   *
   * @param open whether events may still follow
   */
  void start(long everyMillis, Reply reply, BooleanSupplier open, Future<Void> until) {
    Vertx vertx = Answers.loop().owner();
    long timer =
        vertx.setPeriodic(
            everyMillis,
            tick -> {
              if (silent && open.getAsBoolean() && !reply.full()) {
                reply.write(COMMENT);
              }
              silent = true;
            });
    until.onComplete(over -> vertx.cancelTimer(timer));
  }

  /** Something was said. */
  void said() {
    silent = false;
  }
}
