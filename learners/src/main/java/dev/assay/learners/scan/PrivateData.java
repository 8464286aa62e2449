package dev.assay.learners.scan;

import java.util.List;

/** Shapes of credentials and of personal data. Their matches are never shown. */
final class PrivateData {
  private static final String[] DIGITS = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

  static final List<TextRule> RULES =
      List.of(
          TextRule.of("secret", "\\bsk-[A-Za-z0-9_-]{16,}", "sk-"),
          TextRule.of("secret", "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b", "akia", "asia"),
          TextRule.of(
              "secret", "\\bgh[pousr]_[A-Za-z0-9]{30,}", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
          TextRule.of("secret", "\\bgithub_pat_[A-Za-z0-9_]{20,}", "github_pat_"),
          TextRule.of("secret", "\\bglpat-[A-Za-z0-9_-]{16,}", "glpat-"),
          TextRule.of("secret", "\\bhf_[A-Za-z0-9]{30,}", "hf_"),
          TextRule.of("secret", "\\bxox[abeprs]-[A-Za-z0-9-]{10,}", "xox"),
          TextRule.of("secret", "\\bAIza[0-9A-Za-z_-]{30,}", "aiza"),
          TextRule.of(
              "secret", "\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*", "eyj"),
          TextRule.of("secret", "-----BEGIN [A-Z ]*PRIVATE KEY", "private key"),
          TextRule.of("secret", "(?i)\\bbearer\\s+[A-Za-z0-9._~+/=-]{20,}", "bearer"),
          TextRule.of("secret", "[a-z][a-z0-9+.-]*://[^/\\s:@]+:[^/\\s:@]+@", "://"),
          TextRule.of(
                  "secret",
                  "(?i)\\b(?:api[_ -]?key|secret|token|password|passwd|pwd|passcode|pin)"
                      + "(?:\\s+is\\s+|\\s*[:=]\\s*)['\"]?[^\\s'\"]{4,}",
                  "key",
                  "secret",
                  "token",
                  "pass",
                  "pwd",
                  "pin")
              .when(PrivateData::hasDigit),
          TextRule.of("secret", "[A-Za-z0-9+/_=-]{24,}", DIGITS).when(Checksums::isRandom),
          TextRule.of(
              "pii_email",
              "(?i)\\b[a-z0-9._%+-]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\\.[a-z]{2,}\\b",
              "@"),
          TextRule.of(
                  "pii_iban",
                  "(?i)\\b[a-z]{2}[0-9]{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\\b",
                  DIGITS)
              .when(Checksums::isIban),
          TextRule.of("pii_card", "\\b[0-9](?:[ -]?[0-9]){12,18}\\b", DIGITS)
              .when(Checksums::isCard),
          TextRule.of("pii_phone", "\\+[0-9][0-9 ().-]{7,17}[0-9]", "+"),
          TextRule.of(
              "pii_phone", "\\(?\\b0[0-9]{2,4}\\)?[ ./-][0-9]{3,4}[ .-]?[0-9]{3,5}\\b", "0"),
          TextRule.of("pii_phone", "\\(?\\b[0-9]{3}\\)?[ .-][0-9]{3}[ .-][0-9]{4}\\b", DIGITS),
          TextRule.of("pii_social_security", "\\b[0-9]{3}-[0-9]{2}-[0-9]{4}\\b", DIGITS));

  private PrivateData() {}

  private static boolean hasDigit(String match) {
    return match.chars().anyMatch(Character::isDigit);
  }
}
