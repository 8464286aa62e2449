package dev.assay.policies.tenant;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.assay.config.Names;

/**
 * A tenant's name: also its policy file's name and the last part of its Rego package, hence the
 * narrow alphabet.
 *
 * @param value 1 to 40 of {@code a-z 0-9 _}, a letter first
 */
public record TenantId(@JsonValue String value) implements Comparable<TenantId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TenantId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("a tenant's name is " + Names.TENANT.allowed());
    }
  }

  /** Whether this text can name a tenant. */
  public static boolean isValid(String value) {
    return Names.TENANT.allows(value);
  }

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
