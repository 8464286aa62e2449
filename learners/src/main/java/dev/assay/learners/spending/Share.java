package dev.assay.learners.spending;

import dev.assay.policies.tenant.TenantPolicy.Limits;
import dev.assay.policies.tenant.TenantPolicy.Shared;

/**
 * What one key, one model or the tenant as a whole has taken of its limits. Guarded by its tenant's
 * lock.
 */
final class Share {
  private Meter requests;
  private Meter tokens;
  private int maxConcurrent;
  private int underWay;

  Share(Shared limits, long nowNanos) {
    this.requests = new Meter(limits.requestsPerMinute(), nowNanos);
    this.tokens = new Meter(limits.tokensPerMinute(), nowNanos);
    this.maxConcurrent = limits.concurrentRequests();
  }

  /** A changed limit starts a fresh minute. */
  void limitTo(Shared limits, long nowNanos) {
    if (requests.perMinute() != limits.requestsPerMinute()) {
      requests = new Meter(limits.requestsPerMinute(), nowNanos);
    }
    if (tokens.perMinute() != limits.tokensPerMinute()) {
      tokens = new Meter(limits.tokensPerMinute(), nowNanos);
    }
    maxConcurrent = limits.concurrentRequests();
  }

  Meter requests() {
    return requests;
  }

  Meter tokens() {
    return tokens;
  }

  boolean hasPlace() {
    return maxConcurrent == Limits.UNLIMITED || underWay < maxConcurrent;
  }

  void enter() {
    underWay++;
  }

  void leave() {
    underWay--;
  }
}
