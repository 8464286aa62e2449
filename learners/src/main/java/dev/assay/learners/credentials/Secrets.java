package dev.assay.learners.credentials;

import java.security.SecureRandom;
import java.util.Base64;

/** How secrets look: a prefix that says what they open, then 256 random bits. */
final class Secrets {
  private static final int RANDOM_BYTES = 32;
  private static final int RANDOM_CHARS = 43;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  static String random(String prefix) {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether this text could be such a secret; says nothing about whether it is one. */
  static boolean hasForm(String text, String prefix) {
    if (text.length() != prefix.length() + RANDOM_CHARS || !text.startsWith(prefix)) {
      return false;
    }
    for (int i = prefix.length(); i < text.length(); i++) {
      if (!isRandom(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRandom(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
