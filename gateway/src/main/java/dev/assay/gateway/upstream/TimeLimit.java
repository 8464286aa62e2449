package dev.assay.gateway.upstream;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * How long a client itself waits. It only ever shortens what the providers' settings allow, over
 * all targets together.
 *
 * <p>{@code x-assay-timeout-ms} bounds the whole exchange. {@code x-stainless-timeout}, in seconds,
 * which OpenAI's and Anthropic's SDKs send, bounds the time to the answer's head: there the SDKs
 * stop their clocks, and a stream may take longer.
 *
 * @param headAtNanos {@link System#nanoTime()} by which the answer's head must be here
 * @param totalAtNanos {@link System#nanoTime()} by which the answer must be over
 */
public record TimeLimit(OptionalLong headAtNanos, OptionalLong totalAtNanos) {
  /** A client that waits as long as it takes. */
  public static final TimeLimit NONE = new TimeLimit(OptionalLong.empty(), OptionalLong.empty());

  /** The header of Assay's own. */
  public static final String HEADER = "x-assay-timeout-ms";

  private static final String SDK_HEADER = "x-stainless-timeout";
  private static final Pattern MILLIS = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,3})?");

  /**
   * Of a request. An SDK's header in a form it never has is passed over.
   *
   * @param arrivedNanos {@link System#nanoTime()} when it arrived
   * @return empty when {@value #HEADER} is there and no whole number of milliseconds
   */
  public static Optional<TimeLimit> of(MultiMap headers, long arrivedNanos) {
    OptionalLong head = sdk(headers, arrivedNanos);
    List<String> own = headers.getAll(HEADER);
    if (own.isEmpty()) {
      return Optional.of(head.isEmpty() ? NONE : new TimeLimit(head, OptionalLong.empty()));
    }
    if (own.size() > 1 || !MILLIS.matcher(own.getFirst()).matches()) {
      return Optional.empty();
    }
    long total = arrivedNanos + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(own.getFirst()));
    boolean shorter = head.isPresent() && head.getAsLong() - total < 0;
    return Optional.of(
        new TimeLimit(shorter ? head : OptionalLong.of(total), OptionalLong.of(total)));
  }

  private static OptionalLong sdk(MultiMap headers, long arrivedNanos) {
    String value = headers.get(SDK_HEADER);
    if (value == null || !SECONDS.matcher(value).matches()) {
      return OptionalLong.empty();
    }
    long nanos = Math.round(Double.parseDouble(value) * TimeUnit.SECONDS.toNanos(1));
    return nanos == 0 ? OptionalLong.empty() : OptionalLong.of(arrivedNanos + nanos);
  }

  /** Nanoseconds until the head must be here, at most {@code most}. */
  long untilHead(long nowNanos, long most) {
    return until(headAtNanos, nowNanos, most);
  }

  /** Nanoseconds until the answer must be over, at most {@code most}. */
  long untilEnd(long nowNanos, long most) {
    return until(totalAtNanos, nowNanos, most);
  }

  private static long until(OptionalLong at, long nowNanos, long most) {
    return at.isPresent() ? Math.min(most, at.getAsLong() - nowNanos) : most;
  }
}
