package dev.assay.policies.canonical;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest, written {@code sha256:} and 64 lower-case hex digits.
 *
 * @param text the written form
 */
public record Digest(@JsonValue String text) implements Comparable<Digest> {
  private static final String PREFIX = "sha256:";
  private static final int HEX_DIGITS = 64;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Digest {
    if (text.length() != PREFIX.length() + HEX_DIGITS
        || !text.startsWith(PREFIX)
        || !text.chars().skip(PREFIX.length()).allMatch(Digest::isLowerHex)) {
      throw new IllegalArgumentException(
          "not a digest: expected sha256: and 64 lower-case hex digits");
    }
  }

  /** The digest of these bytes. */
  public static Digest of(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Digest(PREFIX + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform supplies SHA-256", missing);
    }
  }

  /** The 64 hex digits without the algorithm. */
  public String hex() {
    return text.substring(PREFIX.length());
  }

  /** The first twelve hex digits: enough to recognise, never enough to decide. */
  public String brief() {
    return hex().substring(0, 12);
  }

  @Override
  public int compareTo(Digest other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean isLowerHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
