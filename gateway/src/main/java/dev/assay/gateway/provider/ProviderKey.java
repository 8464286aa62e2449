package dev.assay.gateway.provider;

import dev.assay.config.Secret;
import java.util.Optional;

/**
 * One of a provider's keys.
 *
 * @param secret empty for a provider that wants none
 */
public record ProviderKey(int number, Optional<Secret> secret, int weight) {
  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof ProviderKey key && key.number == number;
  }

  @Override
  public int hashCode() {
    return number;
  }
}
