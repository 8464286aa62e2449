package dev.assay.learners.scan;

import java.math.BigInteger;
import java.util.Locale;

/** The checks that tell a number which merely looks like one from a card, an account or a key. */
final class Checksums {
  private static final int MIN_CARD_DIGITS = 13;
  private static final int MAX_CARD_DIGITS = 19;
  private static final int MIN_IBAN = 15;
  private static final int MAX_IBAN = 34;
  private static final int MIN_IBAN_DIGITS = 8;
  private static final BigInteger IBAN_MODULUS = BigInteger.valueOf(97);
  private static final double MIN_KEY_BITS_PER_CHAR = 4.0;
  private static final int MIN_KEY_DIGITS = 3;

  private Checksums() {}

  /** A payment card's number by length and Luhn's check digit (ISO/IEC 7812-1). */
  static boolean isCard(String text) {
    String digits = text.replaceAll("[^0-9]", "");
    if (digits.length() < MIN_CARD_DIGITS
        || digits.length() > MAX_CARD_DIGITS
        || digits.chars().distinct().count() == 1) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? digit : digit * 2;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }

  /** An account number by ISO 13616: moved to the end, letters as two digits, 1 modulo 97. */
  static boolean isIban(String text) {
    String compact = text.replace(" ", "").toUpperCase(Locale.ROOT);
    if (compact.length() < MIN_IBAN
        || compact.length() > MAX_IBAN
        || compact.chars().filter(c -> c >= '0' && c <= '9').count() < MIN_IBAN_DIGITS) {
      return false;
    }
    StringBuilder number = new StringBuilder();
    (compact.substring(4) + compact.substring(0, 4))
        .chars()
        .forEach(c -> number.append(Character.digit(c, 36)));
    return new BigInteger(number.toString()).mod(IBAN_MODULUS).equals(BigInteger.ONE);
  }

  /**
   * Random enough to be a key: mixed letters and digits whose Shannon entropy is above that of
   * words, names and identifiers joined by underscores.
   */
  static boolean isRandom(String token) {
    long digits = token.chars().filter(Character::isDigit).count();
    boolean mixed =
        token.chars().anyMatch(Character::isUpperCase)
            && token.chars().anyMatch(Character::isLowerCase)
            && digits >= MIN_KEY_DIGITS;
    return mixed && entropy(token) >= MIN_KEY_BITS_PER_CHAR;
  }

  private static double entropy(String token) {
    int[] counts = new int[128];
    token.chars().filter(c -> c < counts.length).forEach(c -> counts[c]++);
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / token.length();
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }
}
