package dev.assay.config;

import java.util.List;

/**
 * A model name that clients may ask for.
 *
 * @param targets in the order in which they are tried
 */
public record Alias(String name, List<AliasTarget> targets) {
  public Alias {
    targets = List.copyOf(targets);
  }
}
