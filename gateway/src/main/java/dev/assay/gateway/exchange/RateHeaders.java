package dev.assay.gateway.exchange;

import dev.assay.learners.spending.Reservation;
import dev.assay.learners.spending.Room;
import io.vertx.core.MultiMap;

/**
 * Where a caller's limits stand, in the headers that OpenAI's clients read.
 *
 * @see <a href="https://developers.openai.com/api/docs/guides/rate-limits">Rate limits in
 *     headers</a>
 */
final class RateHeaders {
  private static final long MILLI = 1_000_000;
  private static final long SECOND_MILLIS = 1_000;
  private static final long MINUTE_MILLIS = 60 * SECOND_MILLIS;
  private static final long HOUR_MILLIS = 60 * MINUTE_MILLIS;

  private RateHeaders() {}

  static void put(Reservation allowance, MultiMap headers) {
    allowance.requests().ifPresent(room -> put(room, "requests", headers));
    allowance.tokens().ifPresent(room -> put(room, "tokens", headers));
  }

  private static void put(Room room, String what, MultiMap headers) {
    headers.set("x-ratelimit-limit-" + what, Integer.toString(room.limit()));
    headers.set("x-ratelimit-remaining-" + what, Long.toString(room.remaining()));
    headers.set("x-ratelimit-reset-" + what, duration(room.resetNanos()));
  }

  /** Such as {@code 6m0s}, {@code 1s} or {@code 20ms}; rounded up to the millisecond. */
  static String duration(long nanos) {
    long millis = Math.ceilDiv(Math.max(0, nanos), MILLI);
    if (millis < SECOND_MILLIS) {
      return millis == 0 ? "0s" : millis + "ms";
    }
    long hours = millis / HOUR_MILLIS;
    long minutes = millis % HOUR_MILLIS / MINUTE_MILLIS;
    long rest = millis % MINUTE_MILLIS;
    String seconds = rest / SECOND_MILLIS + fraction(rest % SECOND_MILLIS) + "s";
    if (hours > 0) {
      return hours + "h" + minutes + "m" + seconds;
    }
    return minutes > 0 ? minutes + "m" + seconds : seconds;
  }

  private static String fraction(long millis) {
    return millis == 0 ? "" : "." + "%03d".formatted(millis).replaceAll("0+$", "");
  }
}
