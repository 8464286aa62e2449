package dev.assay.learners.credentials;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** How secrets look: a prefix that says what they open, then 256 random bits. */
final class Secrets {
  private static final int RANDOM_BYTES = 32;
  private static final Pattern RANDOM_PART = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  static String random(String prefix) {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether this text could be such a secret; says nothing about whether it is one. */
  static boolean hasForm(String text, String prefix) {
    return text.startsWith(prefix)
        && RANDOM_PART.matcher(text.substring(prefix.length())).matches();
  }
}
