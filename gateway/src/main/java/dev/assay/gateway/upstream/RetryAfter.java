package dev.assay.gateway.upstream;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a provider says to come back: {@code retry-after-ms} as OpenAI sends it, else {@code
 * retry-after} in seconds or as a date (RFC 9110, section 10.2.3).
 */
final class RetryAfter {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");

  private RetryAfter() {}

  /** How long that is from now; empty when it does not say, or in no way that is known. */
  static Optional<Duration> of(MultiMap headers, Instant now) {
    return number(headers.get("retry-after-ms"), 1)
        .or(() -> number(headers.get("retry-after"), 1000))
        .or(() -> date(headers.get("retry-after"), now));
  }

  private static Optional<Duration> number(
      @org.jspecify.annotations.Nullable String value, int millis) {
    return value != null && NUMBER.matcher(value.strip()).matches()
        ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(value.strip()) * millis)))
        : Optional.empty();
  }

  private static Optional<Duration> date(
      @org.jspecify.annotations.Nullable String value, Instant now) {
    if (value == null || value.length() > 64) {
      return Optional.empty();
    }
    try {
      Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value.strip(), Instant::from);
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }
}
