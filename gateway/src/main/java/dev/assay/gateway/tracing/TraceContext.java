package dev.assay.gateway.tracing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a client's request belongs to.
 *
 * @param state the vendors' own part; empty for none
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceContext(String parent, String state) {
  static final String PARENT = "traceparent";
  static final String STATE = "tracestate";

  /** Version, trace, span and flags; a later version may add to them. */
  private static final Pattern WELL_FORMED =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
              + "(-[0-9A-Za-z-]{1,64})?");

  /** What receivers have to pass on at least. */
  private static final int MAX_STATE_CHARS = 512;

  /**
   * Reads the two headers. What is not well-formed is as good as not sent, as the standard says.
   */
  public static Optional<TraceContext> of(@Nullable String parent, @Nullable String state) {
    if (parent == null || !WELL_FORMED.matcher(parent).matches()) {
      return Optional.empty();
    }
    boolean usable = state != null && state.length() <= MAX_STATE_CHARS;
    return Optional.of(new TraceContext(parent, usable ? String.valueOf(state) : ""));
  }

  /** As it was sent. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(PARENT, parent);
    if (!state.isEmpty()) {
      headers.put(STATE, state);
    }
    return headers;
  }
}
