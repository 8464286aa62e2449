package dev.assay.gateway.upstream;

import dev.assay.gateway.provider.ProviderKey;
import dev.assay.gateway.upstream.Attempt.Why;
import dev.assay.policies.judge.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One try while it happens. Used from one event loop. */
final class Try {
  private final Target target;
  private final Why why;
  private final Recall recall = new Recall();

  /** That were used at this target, by this exchange; the last one is this try's. */
  private final List<ProviderKey> keys;

  private long startedNanos;
  private long nanos;
  private String outcome = "";
  private boolean answered;
  private @Nullable UpstreamFailure failure;

  Try(Target target, Why why) {
    this(target, why, List.of());
  }

  private Try(Target target, Why why, List<ProviderKey> keys) {
    this.target = target;
    this.why = why;
    this.keys = new ArrayList<>(keys);
  }

  /** The same target once more. */
  Try again(Why itsWhy) {
    return new Try(target, itsWhy, itsWhy == Why.OTHER_KEY ? keys : List.of());
  }

  Target target() {
    return target;
  }

  Why why() {
    return why;
  }

  Recall recall() {
    return recall;
  }

  List<ProviderKey> keys() {
    return keys;
  }

  void with(ProviderKey key) {
    keys.add(key);
  }

  void started() {
    startedNanos = System.nanoTime();
  }

  /** Whether it was begun and has not ended. */
  boolean runs() {
    return startedNanos != 0 && outcome.isEmpty();
  }

  /** Since its provider had all of it; since it began where nothing of it had to come first. */
  long nanosWaited() {
    return recall.isOut() ? recall.nanosOut() : nanosSoFar();
  }

  long nanosSoFar() {
    return System.nanoTime() - startedNanos;
  }

  void answered(int status) {
    answered = true;
    end(Integer.toString(status));
  }

  void failed(UpstreamFailure its) {
    failure = its;
    end(its.kind().word());
  }

  /** It was never begun. */
  void passedOver(String reason, UpstreamFailure its) {
    failure = its;
    outcome = reason;
  }

  void abandoned(String reason) {
    end(reason);
  }

  private void end(String reason) {
    nanos = startedNanos == 0 ? 0 : nanosSoFar();
    outcome = reason;
  }

  Attempt attempt() {
    return new Attempt(
        target, why, outcome, TimeUnit.NANOSECONDS.toMicros(nanos), recall.isOut() && !answered);
  }

  /**
   * What to tell of tries that all failed: the last that was really made, else the last; with the
   * shortest wait where all that failed is that they rest.
   */
  static UpstreamFailure worst(List<Try> tries) {
    UpstreamFailure last =
        new UpstreamFailure(UpstreamFailure.Kind.RESTING, "there is no provider for it");
    OptionalLong wait = OptionalLong.empty();
    for (Try it : tries) {
      UpstreamFailure failure = it.failure;
      if (failure == null) {
        continue;
      }
      boolean rests = failure.kind().rests();
      if (!rests || last.kind().rests()) {
        last = failure;
      }
      if (failure.waitMillis().isPresent()) {
        long its = failure.waitMillis().getAsLong();
        wait = OptionalLong.of(wait.isPresent() ? Math.min(wait.getAsLong(), its) : its);
      }
    }
    return last.kind().rests() && wait.isPresent()
        ? new UpstreamFailure(last.kind(), last.getMessage(), wait)
        : last;
  }
}
