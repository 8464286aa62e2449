package dev.assay.gateway.upstream;

import dev.assay.config.Provider;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * The deadlines of one request to a provider: first byte, then silence between chunks, and a total
 * over all, each shortened by what the client itself waits. While the client is still sending, its
 * silence is its own: neither that nor the time it takes counts as the provider's. One timer, moved
 * later only when it fires, because most requests end long before any of them. Used from one event
 * loop.
 */
final class Deadlines {
  private final Vertx vertx;
  private final TimeLimit client;
  private final long idleNanos;
  private final long firstByteNanos;
  private final long totalNanos;
  private long totalAtNanos;
  private long nextAtNanos;
  private long checkAtNanos;
  private boolean answered;
  private boolean resting;
  private boolean clientsTurn;
  private boolean sending;
  private boolean over;
  private long timer = -1;
  private Handler<UpstreamFailure> expired = failure -> {};

  Deadlines(Vertx vertx, Provider.Timeouts timeouts, TimeLimit client) {
    this.vertx = vertx;
    this.client = client;
    this.idleNanos = TimeUnit.MILLISECONDS.toNanos(timeouts.idleMillis());
    this.firstByteNanos = TimeUnit.MILLISECONDS.toNanos(timeouts.firstByteMillis());
    this.totalNanos = TimeUnit.MILLISECONDS.toNanos(timeouts.totalMillis());
    long now = System.nanoTime();
    this.totalAtNanos = now + totalNanos;
    this.nextAtNanos = now + firstByteNanos;
    schedule();
  }

  void onExpired(Handler<UpstreamFailure> handler) {
    this.expired = handler;
  }

  /** Something of the answer arrived: silence is counted from now. */
  void touched() {
    answered = true;
    resting = false;
    clientsTurn = false;
    sending = false;
    silentFor(idleNanos);
  }

  /** More of the request's body is to come from its client, within this time. */
  void clientSends(long stallMillis) {
    if (!answered) {
      clientsTurn = true;
      sending = true;
      silentFor(TimeUnit.MILLISECONDS.toNanos(stallMillis));
    }
  }

  /** The provider has more of the body to take than it took. */
  void providerTakes() {
    if (!answered) {
      clientsTurn = false;
      silentFor(idleNanos);
    }
  }

  /** The provider has all of the body: its time begins. */
  void providerAnswers() {
    if (!answered) {
      clientsTurn = false;
      sending = false;
      totalAtNanos = System.nanoTime() + totalNanos;
      silentFor(firstByteNanos);
    }
  }

  private void silentFor(long nanos) {
    nextAtNanos = System.nanoTime() + nanos;
    if (!over && nextAtNanos - checkAtNanos < 0) {
      vertx.cancelTimer(timer);
      schedule();
    }
  }

  /** The reader is slow, not the provider: only the totals count. */
  void rest() {
    resting = true;
  }

  void cancel() {
    over = true;
    vertx.cancelTimer(timer);
  }

  private void schedule() {
    long now = System.nanoTime();
    long until = Math.min(untilOwn(now), untilClients(now));
    checkAtNanos = now + until;
    timer = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until) + 1), t -> check());
  }

  private long untilOwn(long now) {
    return resting ? totalAtNanos - now : Math.min(nextAtNanos - now, totalAtNanos - now);
  }

  /** The client's clock to the head stops there; that over all goes on. */
  private long untilClients(long now) {
    return answered ? client.untilEnd(now, Long.MAX_VALUE) : client.untilHead(now, Long.MAX_VALUE);
  }

  private void check() {
    if (over) {
      return;
    }
    long now = System.nanoTime();
    if (untilClients(now) <= 0) {
      expire(outOfTime());
    } else if (clientsTurn && untilOwn(now) <= 0) {
      expire(notWhole());
    } else if (totalAtNanos - now <= 0) {
      // One that took what came, when it came, is not slow.
      boolean tookIt = sending && nextAtNanos - now > 0;
      expire(
          tookIt
              ? notWhole()
              : new UpstreamFailure(
                  UpstreamFailure.Kind.TIMEOUT,
                  "the provider did not finish within the total time"));
    } else if (!resting && nextAtNanos - now <= 0) {
      expire(
          new UpstreamFailure(
              UpstreamFailure.Kind.TIMEOUT, "the provider was silent for longer than allowed"));
    } else {
      schedule();
    }
  }

  private static UpstreamFailure notWhole() {
    return new UpstreamFailure(
        UpstreamFailure.Kind.STALLED, "the body did not come within the time allowed");
  }

  static UpstreamFailure outOfTime() {
    return new UpstreamFailure(
        UpstreamFailure.Kind.OUT_OF_TIME, "the client's own timeout is over");
  }

  private void expire(UpstreamFailure failure) {
    over = true;
    expired.handle(failure);
  }
}
