package dev.assay.learners.feedback;

import java.util.UUID;

/** What a signal is about. */
public sealed interface About {
  /** One exchange. */
  record OfExchange(UUID exchange) implements About {}

  /** All exchanges of one task. */
  record OfEpisode(String episode) implements About {}
}
