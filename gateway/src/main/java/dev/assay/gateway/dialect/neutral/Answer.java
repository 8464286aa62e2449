package dev.assay.gateway.dialect.neutral;

import java.util.List;
import java.util.Optional;

/**
 * A whole answer.
 *
 * @param createdSeconds since 1970
 * @param serviceTier in the words of the provider's API
 */
public record Answer(
    String id,
    String model,
    long createdSeconds,
    List<Part> parts,
    Stop stop,
    Usage usage,
    Optional<String> serviceTier) {
  public Answer {
    parts = List.copyOf(parts);
  }
}
