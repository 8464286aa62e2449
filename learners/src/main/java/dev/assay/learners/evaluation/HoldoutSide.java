package dev.assay.learners.evaluation;

import dev.assay.policies.tenant.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * On which side of the holdout an episode falls: decided at arrival, by a keyed hash of what it
 * asks first, for ever. Texts that differ only in case, order, punctuation or filler words fall on
 * the same side, so that a near-duplicate of a row that is learned from never evaluates. Without
 * the key nobody can write a text for the side they want. Pure; takes microseconds.
 */
public final class HoldoutSide {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAX_CHARS = 4_096;
  private static final double RANGE = 0x1p53;

  private final Mac keyed;

  /**
   * Sides by this key.
   *
   * @param key at least 32 random bytes, this installation's own; see {@link HoldoutKey}
   */
  public HoldoutSide(byte[] key) {
    if (key.length < HoldoutKey.BYTES) {
      throw new IllegalArgumentException("the holdout key has at least 32 bytes");
    }
    try {
      this.keyed = Mac.getInstance(ALGORITHM);
      keyed.init(new SecretKeySpec(key, ALGORITHM));
    } catch (NoSuchAlgorithmException | InvalidKeyException missing) {
      throw new IllegalStateException("every Java platform supplies " + ALGORITHM, missing);
    }
  }

  /**
   * Whether the episode is held out, which is also whether its people are asked for the right
   * answer.
   *
   * @param firstUserMessage what the episode's first exchange asks
   * @param uniformShare the tenant's share of episodes to hold out, 0 to 1
   */
  public boolean heldOut(TenantId tenant, String firstUserMessage, double uniformShare) {
    return position(tenant, firstUserMessage) < uniformShare;
  }

  /** Where the text falls, uniform over keys: at least 0, below 1. */
  double position(TenantId tenant, String text) {
    try {
      // A keyed Mac is not thread-safe; a copy costs less than keying another.
      Mac mac = (Mac) keyed.clone();
      mac.update(tenant.value().getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      long[] words = WordSet.signature(text, MAX_CHARS);
      ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES);
      bytes.asLongBuffer().put(words);
      mac.update(bytes);
      long top = ByteBuffer.wrap(mac.doFinal()).getLong() >>> 11;
      return top / RANGE;
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("the platform's Mac can't be copied", impossible);
    }
  }
}
