package dev.assay.learners.changes;

import java.security.SecureRandom;
import java.time.Instant;

/** Ids that sort by time and are short enough to type: 50 bits of milliseconds, 30 of chance. */
final class ChangeIds {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int TIME_CHARS = 10;
  private static final int RANDOM_CHARS = 6;
  private static final int BITS_PER_CHAR = 5;

  private final SecureRandom random = new SecureRandom();

  String next(Instant at) {
    StringBuilder id = new StringBuilder("chg-");
    append(id, at.toEpochMilli(), TIME_CHARS);
    append(id, random.nextLong(), RANDOM_CHARS);
    return id.toString();
  }

  private static void append(StringBuilder id, long value, int chars) {
    for (int i = chars - 1; i >= 0; i--) {
      id.append(ALPHABET.charAt((int) (value >>> (i * BITS_PER_CHAR)) & 31));
    }
  }
}
