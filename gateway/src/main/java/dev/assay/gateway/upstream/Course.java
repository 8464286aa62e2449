package dev.assay.gateway.upstream;

import dev.assay.config.Alias;
import dev.assay.config.Fault;
import dev.assay.gateway.upstream.Attempt.Why;
import dev.assay.policies.judge.Injection;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.Outbound;
import dev.assay.policies.judge.Permitted;
import dev.assay.policies.judge.Target;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One request on its way to the first target that answers. Only what happened before the first byte
 * leads to another try. Used from one event loop.
 */
final class Course {
  private final Vertx vertx;
  private final Doors doors;
  private final Permitted permitted;
  private final Injection injection;
  private final Client client;
  private final Alias alias;
  private final List<Target> targets;
  private final Recall recall;
  private final Promise<Routed> routed = Promise.promise();
  private final List<Try> tries = new ArrayList<>();
  private final Set<String> asked = new HashSet<>();
  private int next;
  private boolean askedAgain;
  private boolean over;
  private long hedgeTimer = -1;

  Course(
      Vertx vertx,
      Doors doors,
      Permitted permitted,
      Injection injection,
      Client client,
      Alias alias,
      List<Target> targets,
      Recall recall) {
    this.vertx = vertx;
    this.doors = doors;
    this.permitted = permitted;
    this.injection = injection;
    this.client = client;
    this.alias = alias;
    this.targets = targets;
    this.recall = recall;
  }

  Future<Routed> run() {
    recall.onCall(this::recalled);
    guarded(() -> {
      if (!over && !advance(Why.FIRST)) {
        fail();
      }
    });
    if (alias.hedgeAfterMillis().isPresent() && !over && next < targets.size()) {
      hedgeTimer = vertx.setTimer(alias.hedgeAfterMillis().getAsInt(), t -> guarded(this::hedge));
    }
    return routed.future();
  }

  /** Asks the next target that can be asked; false when there is none left. */
  private boolean advance(Why why) {
    while (next < targets.size()) {
      Target target = targets.get(next);
      next++;
      Try passed = new Try(target, why);
      tries.add(passed);
      if (begin(passed)) {
        return true;
      }
    }
    return false;
  }

  /** Of what passes through, what it carried is gone and what it made may be made. */
  private boolean repeats() {
    return !(permitted.body() instanceof OpaqueBody unread) || unread.method().equals("GET");
  }

  /** A second target beside the silent first; one that can't be asked now stays a fallback. */
  private void hedge() {
    if (over || next >= targets.size() || running() != 1 || !repeats()) {
      return;
    }
    if (joins(new Try(targets.get(next), Why.HEDGE))) {
      next++;
    }
  }

  /** Asks; false when the target can't be asked now, with why. */
  private boolean begin(Try it) {
    // First: what can't be sent must not take one of a resting target's few tries with it.
    Outbound outbound = permitted.outbound(injection, it.target());
    boolean first = it.why() != Why.HEDGE && !asked.contains(it.target().provider());
    Optional<Door> opened = doors.open(it, permitted, first, client);
    if (opened.isEmpty()) {
      return false;
    }
    asked.add(it.target().provider());
    it.started();
    opened
        .get()
        .send(outbound, client, it.recall())
        .onComplete(sent -> guarded(() -> ended(it, opened.get(), sent)));
    return true;
  }

  private void ended(Try it, Door door, AsyncResult<UpstreamAnswer> sent) {
    door.settle(it, sent);
    if (over) {
      if (sent.succeeded()) {
        sent.result().cancel();
      }
      return;
    }
    if (sent.failed()) {
      UpstreamFailure failure = (UpstreamFailure) sent.cause();
      it.failed(failure);
      if (!goesOn(it, failure)) {
        fail();
      }
      return;
    }
    UpstreamAnswer answer = sent.result();
    it.answered(answer.status());
    Optional<Fault> fault = Statuses.fault(answer.status(), it.recall().isOut());
    if (fault.isPresent() && leadsOn(it, fault.get())) {
      answer.cancel();
    } else {
      won(it, answer);
    }
  }

  private boolean goesOn(Try it, UpstreamFailure failure) {
    return switch (failure.kind()) {
      case UNSENDABLE, MALFORMED, RESTING, LIMITED ->
          running() > 0 || (repeats() && advance(Why.NEXT_TARGET));
      case OUT_OF_TIME, RECALLED, STALLED, TOO_LARGE -> false;
      case UNREACHABLE, TIMEOUT, BROKEN, UNREADABLE ->
          leadsOn(it, failure.fault().orElse(Fault.BROKEN));
    };
  }

  /** Whether something else is on its way now that this target failed. */
  private boolean leadsOn(Try it, Fault fault) {
    if (running() > 0) {
      return true;
    }
    if (!repeats()) {
      return false;
    }
    boolean ofItsKey = fault == Fault.RATE_LIMITED || fault == Fault.UNAUTHORIZED;
    if (ofItsKey && once(it, Why.OTHER_KEY)) {
      return true;
    }
    if (alias.fallbackOn().contains(fault) && advance(Why.NEXT_TARGET)) {
      return true;
    }
    // A provider that was never reached has not begun the work; one that closed a kept-alive
    // connection under a request has not either, and a call that was begun twice only costs twice.
    boolean ofItsConnection = fault == Fault.UNREACHABLE || fault == Fault.BROKEN;
    if (ofItsConnection && !askedAgain) {
      askedAgain = true;
      return once(it, Why.AGAIN);
    }
    return false;
  }

  /** The same target once more; leaves no trace when it can't be asked. */
  private boolean once(Try before, Why why) {
    return joins(before.again(why));
  }

  private boolean joins(Try it) {
    tries.add(it);
    if (begin(it)) {
      return true;
    }
    tries.remove(it);
    return false;
  }

  private int running() {
    return (int) tries.stream().filter(Try::runs).count();
  }

  private void won(Try it, UpstreamAnswer answer) {
    finish(Attempt.OUTRUN);
    routed.tryComplete(new Routed(it.target(), answer, attempts()));
  }

  private void recalled() {
    if (!over) {
      finish(UpstreamFailure.Kind.RECALLED.word());
      routed.tryFail(
          new NoTargetAnswered(
              attempts(), new UpstreamFailure(UpstreamFailure.Kind.RECALLED, "the client went")));
    }
  }

  private void fail() {
    finish(Attempt.OUTRUN);
    routed.tryFail(new NoTargetAnswered(attempts(), Try.worst(tries)));
  }

  /** Nothing more is asked, and what is still under way is taken back. */
  private void finish(String outcome) {
    over = true;
    vertx.cancelTimer(hedgeTimer);
    for (Try running : tries.stream().filter(Try::runs).toList()) {
      running.abandoned(outcome);
      running.recall().call();
    }
  }

  private List<Attempt> attempts() {
    return tries.stream().map(Try::attempt).toList();
  }

  /** A mistake of ours ends the exchange instead of leaving it to wait for ever. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException mistake) {
      finish(Attempt.OUTRUN);
      routed.tryFail(mistake);
    }
  }
}
