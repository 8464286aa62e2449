package dev.assay.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A credential. Its text is had through {@link #value()} alone: it never prints, is written to JSON
 * as {@code [secret]}, cannot be read from JSON, and compares in constant time.
 */
public final class Secret {
  private static final String SHOWN = "[secret]";

  private final String value;

  @JsonCreator(mode = JsonCreator.Mode.DISABLED)
  private Secret(String value) {
    this.value = value;
  }

  /** Wraps a credential's text. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The credential itself, for the one place that sends it. */
  public String value() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
  }

  /** The same for all secrets: a hash of the text would say something about it. */
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @JsonValue
  @Override
  public String toString() {
    return SHOWN;
  }

  private byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
