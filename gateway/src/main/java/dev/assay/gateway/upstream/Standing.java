package dev.assay.gateway.upstream;

import dev.assay.config.Fault;
import dev.assay.policies.judge.Target;
import dev.assay.policies.tenant.TenantId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.util.Optional;

/**
 * How a target does for one tenant. That it can't be reached, all tenants share; what it makes of
 * the requests is each tenant's own, so that one whose requests fail shuts it for nobody else.
 * Where it fails at several tenants' and answers nobody, that is shared as well.
 *
 * @param news of what it makes of this tenant's requests
 */
record Standing(TenantId tenant, TargetHealth health, Breaker reach, Breaker own, TargetNews news) {

  Target target() {
    return health.target();
  }

  /** Until it may be asked again, in milliseconds; 0 when it may. */
  long restMillis() {
    return Math.max(reach.restMillis(), own.restMillis());
  }

  int pending() {
    return health.pending();
  }

  Latency latency() {
    return health.latency();
  }

  /** Whether it may be asked now; then how that ends must be told. */
  boolean tryBegin() {
    if (!own.tryBegin()) {
      return false;
    }
    if (!reach.tryBegin()) {
      own.release();
      return false;
    }
    health.begun();
    return true;
  }

  /** It was not asked after all. */
  void notBegun() {
    own.release();
    reach.release();
    health.over();
  }

  /**
   * Its answer's head is here; the request is under way until {@link #over}.
   *
   * @param fault what its status says of it
   */
  void answered(int status, Optional<Fault> fault, long nanos, long slowestNanos) {
    if (fault.isPresent()) {
      failed(fault.get(), nanos, slowestNanos);
      return;
    }
    own.good(nanos);
    reach.good(nanos);
    if (!news.isBad() || own.state() == State.CLOSED) {
      news.works();
    }
    health.answered(status, nanos);
  }

  /**
   * It failed.
   *
   * @param slowestNanos what it counts as: failing fast must not look like answering fast
   */
  void failed(Fault fault, long nanos, long slowestNanos) {
    if (fault == Fault.UNREACHABLE) {
      own.release();
      reach.bad(fault, nanos);
    } else if (Statuses.broken(fault)) {
      own.bad(fault, nanos);
      if (health.failsAtSeveral(tenant)) {
        reach.bad(fault, nanos);
      } else {
        reach.release();
      }
    } else {
      own.good(nanos);
      reach.good(nanos);
    }
    (isShared(fault) ? health.news() : news).failed(fault);
    health.failed(fault, Math.max(nanos, slowestNanos));
  }

  private static boolean isShared(Fault fault) {
    return fault == Fault.UNREACHABLE || fault == Fault.UNAUTHORIZED;
  }

  /** Nobody waited for it to the end, which says no more of it than that it took that long. */
  void abandoned(String why, long nanos) {
    own.release();
    reach.release();
    health.abandoned(why, nanos);
  }

  /** Nothing of the request is under way any more. */
  void over() {
    health.over();
  }
}
