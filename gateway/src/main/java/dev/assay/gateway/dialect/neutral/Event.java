package dev.assay.gateway.dialect.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A step of a streamed answer. At most one part is open at a time: what follows a {@link Opened} up
 * to its {@link Closed} belongs to it.
 */
public sealed interface Event {
  /** The answer begins; always the first. */
  record Started(String id, String model, long createdSeconds, Usage usage) implements Event {}

  /** A part begins; it is empty but for its names. */
  record Opened(Part part) implements Event {}

  /** More of the open part's text, arguments or thoughts. */
  record More(String text, @Nullable JsonNode logprobs) implements Event {
    public More(String text) {
      this(text, null);
    }
  }

  /** The seal of the open thoughts. */
  record Seal(String seal) implements Event {}

  /** The open part is whole. */
  record Closed() implements Event {}

  /** Why it ended. */
  record Stopped(Stop stop) implements Event {}

  /** What it took, as counted so far. */
  record Used(Usage usage) implements Event {}

  /** The provider's final event; without it a stream has not ended but broken off. */
  record Ended() implements Event {}

  /** Nothing new, and still there. */
  record Ping() implements Event {}

  /** The provider gave up. */
  record Failed(Fault fault) implements Event {}
}
