package dev.assay.gateway.control;

import dev.assay.gateway.tail.Follower;
import dev.assay.gateway.tail.Tail;
import dev.assay.policies.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows to one client, one JSON object a line, as fast as it reads, with an empty line now and then
 * by which both ends find out that the other is gone. Used from one event loop.
 */
final class TailStream {
  private static final long BEAT_MILLIS = 2_000;

  private final Vertx vertx;
  private final HttpServerResponse response;
  private final BooleanSupplier stillAllowed;
  private final long limit;
  private long written;
  private @Nullable Follower follower;
  private long beat;

  /**
   * A stream that has not begun.
   *
   * @param stillAllowed asked with every beat: a credential may be revoked meanwhile
   * @param limit rows after which it ends
   */
  TailStream(Vertx vertx, HttpServerResponse response, BooleanSupplier stillAllowed, long limit) {
    this.vertx = vertx;
    this.response = response;
    this.stillAllowed = stillAllowed;
    this.limit = limit;
  }

  /** Begins, unless as many follow as may. */
  boolean begin(Tail tail, Predicate<TenantId> sees) {
    Context loop = vertx.getOrCreateContext();
    Optional<Follower> begun = tail.follow(sees, () -> loop.runOnContext(rows -> write()));
    if (begun.isEmpty()) {
      return false;
    }
    follower = begun.get();
    response.putHeader("content-type", "application/x-ndjson").setChunked(true);
    response.closeHandler(closed -> end());
    response.exceptionHandler(broken -> end());
    response.drainHandler(drained -> write());
    // At once, so that its client knows that it is followed from here on.
    response.write("\n");
    beat = vertx.setPeriodic(BEAT_MILLIS, now -> beat());
    write();
    return true;
  }

  private void write() {
    Follower from = follower;
    if (from == null) {
      return;
    }
    while (!response.writeQueueFull() && written < limit) {
      Optional<String> line = from.next();
      if (line.isEmpty()) {
        break;
      }
      response.write(line.get() + "\n");
      written++;
    }
    if (written >= limit || from.isOver()) {
      end();
    }
  }

  private void beat() {
    if (!stillAllowed.getAsBoolean()) {
      end();
    } else if (!response.writeQueueFull()) {
      response.write("\n");
    }
  }

  private void end() {
    Follower from = follower;
    if (from == null) {
      return;
    }
    follower = null;
    vertx.cancelTimer(beat);
    from.close();
    if (!response.ended() && !response.closed()) {
      response.end();
    }
  }
}
