package dev.assay.gateway.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Requests a minute, per app key. A changed limit starts a fresh bucket. */
public final class RequestRates {
  private static final int MAX_KEYS = 100_000;

  private final Cache<Limited, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterAccess(Duration.ofMinutes(10)).build();

  private record Limited(String keyId, int perMinute) {}

  /** Takes one request from the key's minute, if there is one left. */
  Rate take(String keyId, int perMinute) {
    Bucket bucket =
        buckets.get(
            new Limited(keyId, perMinute),
            limited ->
                Bucket.builder()
                    .addLimit(limit ->
                        limit
                            .capacity(limited.perMinute())
                            .refillGreedy(limited.perMinute(), Duration.ofMinutes(1)))
                    .build());
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return new Rate(
        probe.isConsumed(),
        perMinute,
        probe.getRemainingTokens(),
        ceilSeconds(probe.getNanosToWaitForRefill()),
        ceilSeconds(probe.getNanosToWaitForReset()));
  }

  private static long ceilSeconds(long nanos) {
    return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
  }

  /** Where a key stands. */
  record Rate(boolean within, int limit, long remaining, long waitSeconds, long resetSeconds) {
    /** For calls that have no minute of their own. */
    static final Rate UNLIMITED = new Rate(true, 0, 0, 0, 0);

    long retryAfterSeconds() {
      return Math.max(1, waitSeconds);
    }
  }
}
