package dev.assay.learners.spending;

import dev.assay.policies.tenant.TenantPolicy.Limits;
import dev.assay.policies.tenant.TenantPolicy.Shared;
import java.util.Optional;

/**
 * What one key, one model or the tenant as a whole has taken of its limits. Guarded by its tenant's
 * lock.
 */
final class Share {
  private final Shortage.Owner owner;
  private Meter requests;
  private Meter tokens;
  private int maxConcurrent;
  private int underWay;

  Share(Shortage.Owner owner, Shared limits, long nowNanos) {
    this.owner = owner;
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

  Optional<Shortage> lacksRequests(long nowNanos) {
    return requests.has(1, nowNanos)
        ? Optional.empty()
        : Optional.of(new Shortage.Requests(owner, requests.perMinute()));
  }

  Optional<Shortage> lacksTokens(long wanted, long nowNanos) {
    return tokens.has(wanted, nowNanos)
        ? Optional.empty()
        : Optional.of(new Shortage.Tokens(owner, tokens.perMinute(), wanted));
  }

  Optional<Shortage> lacksPlaces() {
    return maxConcurrent == Limits.UNLIMITED || underWay < maxConcurrent
        ? Optional.empty()
        : Optional.of(new Shortage.Places(owner, maxConcurrent));
  }

  void enter() {
    underWay++;
  }

  void leave() {
    underWay--;
  }
}
