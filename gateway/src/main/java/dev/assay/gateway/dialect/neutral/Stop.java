package dev.assay.gateway.dialect.neutral;

import java.util.Optional;

/**
 * Why an answer ended.
 *
 * @param sequence the stop sequence that was met
 * @param explanation the provider's words for a refusal
 */
public record Stop(Reason reason, Optional<String> sequence, Optional<String> explanation) {
  public Stop(Reason reason) {
    this(reason, Optional.empty(), Optional.empty());
  }

  /** The classes of ends that the APIs tell apart. */
  public enum Reason {
    /** The model was done. */
    END,
    STOP_SEQUENCE,
    TOOL_CALLS,
    MAX_TOKENS,
    /** The model's window is full. */
    WINDOW_FULL,
    /** The model does not want to. */
    REFUSAL,
    /** The provider held it back. */
    CONTENT_FILTER
  }

  /** Some servers say "stop" after a tool call too: who waits for one would not see it. */
  public Stop withCalls(boolean hasCalls) {
    return hasCalls && reason == Reason.END ? new Stop(Reason.TOOL_CALLS) : this;
  }

  /** A model's own refusal that ended as any other answer does. */
  public Stop withRefusal(boolean hasRefusal) {
    return hasRefusal && reason == Reason.END ? new Stop(Reason.REFUSAL) : this;
  }
}
