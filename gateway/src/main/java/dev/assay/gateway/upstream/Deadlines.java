package dev.assay.gateway.upstream;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * The deadlines of one request to a provider: first byte, then silence between chunks, and a total
 * over all. One timer, moved later only when it fires, because most requests end long before any of
 * them. Used from one event loop.
 */
final class Deadlines {
  private final Vertx vertx;
  private final long idleMillis;
  private final long totalAtNanos;
  private long nextAtNanos;
  private long checkAtNanos;
  private boolean resting;
  private boolean over;
  private long timer = -1;
  private Handler<UpstreamFailure> expired = failure -> {};

  Deadlines(Vertx vertx, long firstByteMillis, long idleMillis, long totalMillis) {
    this.vertx = vertx;
    this.idleMillis = idleMillis;
    long now = System.nanoTime();
    this.totalAtNanos = now + TimeUnit.MILLISECONDS.toNanos(totalMillis);
    this.nextAtNanos = now + TimeUnit.MILLISECONDS.toNanos(firstByteMillis);
    schedule();
  }

  void onExpired(Handler<UpstreamFailure> handler) {
    this.expired = handler;
  }

  /** Something arrived: silence is counted from now. */
  void touched() {
    resting = false;
    nextAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(idleMillis);
    if (!over && nextAtNanos - checkAtNanos < 0) {
      vertx.cancelTimer(timer);
      schedule();
    }
  }

  /** The reader is slow, not the provider: only the total counts. */
  void rest() {
    resting = true;
  }

  void cancel() {
    over = true;
    vertx.cancelTimer(timer);
  }

  private void schedule() {
    long now = System.nanoTime();
    long until = resting ? totalAtNanos - now : Math.min(nextAtNanos, totalAtNanos) - now;
    checkAtNanos = now + until;
    timer = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until) + 1), t -> check());
  }

  private void check() {
    if (over) {
      return;
    }
    long now = System.nanoTime();
    if (now >= totalAtNanos) {
      expire("the provider did not finish within the total time");
    } else if (!resting && now >= nextAtNanos) {
      expire("the provider was silent for longer than allowed");
    } else {
      schedule();
    }
  }

  private void expire(String message) {
    over = true;
    expired.handle(new UpstreamFailure(UpstreamFailure.Kind.TIMEOUT, message));
  }
}
