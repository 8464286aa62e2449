package dev.assay.gateway.dialect.neutral;

import java.util.List;

/** What one speaker says before another does. */
public record Turn(Role role, List<Part> parts) {
  public Turn {
    parts = List.copyOf(parts);
  }
}
