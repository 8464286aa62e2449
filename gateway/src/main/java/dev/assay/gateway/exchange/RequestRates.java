package dev.assay.gateway.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.assay.gateway.answer.ApiError;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Requests a minute, per app key and kind. A changed limit starts a fresh bucket. */
public final class RequestRates {
  private static final int MAX_KEYS = 100_000;

  private final Cache<Limited, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterAccess(Duration.ofMinutes(10)).build();

  /** What is counted apart, so that one kind's flood leaves the others their minute. */
  enum Kind {
    FEEDBACK,
    MODELS,
    /** Model calls over a limit that are judged and journalled all the same. */
    REFUSED
  }

  private record Limited(Kind kind, String keyId, int perMinute) {}

  /** Takes one request from the key's minute, if there is one left. */
  Rate take(Kind kind, String keyId, int perMinute) {
    Bucket bucket =
        buckets.get(
            new Limited(kind, keyId, perMinute),
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
    ApiError error() {
      return ApiError.rateLimited(
          "More than %d such requests a minute with this app key: retry after the time in the retry-after header."
              .formatted(limit),
          retryAfterSeconds());
    }

    long retryAfterSeconds() {
      return Math.max(1, waitSeconds);
    }
  }
}
