package dev.assay.learners.scan;

import static dev.assay.learners.scan.Shape.either;
import static dev.assay.learners.scan.Shape.maybe;
import static dev.assay.learners.scan.Shape.row;
import static dev.assay.learners.scan.Shape.run;
import static dev.assay.learners.scan.Shape.word;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Forms of secrets and of personal data that are sure enough to act upon in traffic. {@link
 * PrivateData} looks for more: a text that is learned can wait for a person, an answer cannot.
 */
final class SensitiveForms {
  private static final String SECRET = "secret";
  private static final String LETTERS_DIGITS = "A-Za-z0-9";
  private static final String TOKEN = "A-Za-z0-9_-";
  private static final String BLANKS = "\\s";

  private static final String[] DIGITS = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  private static final int MAX_PEM_CHARS = 16_384;

  private static final Rest MORE_TOKEN =
      new Rest.While(c -> isLetterOrDigit(c) || c == '_' || c == '-');
  private static final Rest MORE_BASE64 =
      new Rest.While(c -> isLetterOrDigit(c) || "_-.~+/=".indexOf(c) >= 0);

  /** What ends a value in prose, code and JSON. */
  private static final String VALUE_ENDS = "'\"(){}<>,;\\[\\]\\\\";

  private static final Rest MORE_VALUE =
      new Rest.While(c -> !Character.isWhitespace(c) && "'\"(){}<>,;[]\\".indexOf(c) < 0);

  static final List<SensitiveForm> SECRETS =
      List.of(
          token("sk-", TOKEN, 16),
          SensitiveForm.of(
                  SECRET,
                  row(either("sk", "rk"), either("_live_", "_test_"), run(LETTERS_DIGITS, 16)),
                  "k_live_",
                  "k_test_")
              .then(MORE_TOKEN),
          SensitiveForm.ended(
              SECRET, row(either("AKIA", "ASIA"), run("0-9A-Z", 16)), "akia", "asia"),
          SensitiveForm.of(
                  SECRET,
                  row(word("gh"), run("pousr", 1), word("_"), run(LETTERS_DIGITS, 30)),
                  "ghp_",
                  "gho_",
                  "ghu_",
                  "ghs_",
                  "ghr_")
              .then(MORE_TOKEN),
          token("github_pat_", LETTERS_DIGITS + "_", 20),
          token("glpat-", TOKEN, 16),
          token("hf_", LETTERS_DIGITS, 30),
          token("npm_", LETTERS_DIGITS, 30),
          token("dop_v1_", LETTERS_DIGITS, 30),
          token("AIza", TOKEN, 30),
          token("ya29.", TOKEN, 20),
          token("SG.", TOKEN, 20).then(MORE_BASE64),
          SensitiveForm.of(
                  SECRET, row(word("xox"), run("abeprs", 1), word("-"), run(TOKEN, 10)), "xox")
              .then(MORE_TOKEN),
          // JSON in base64 that begins with a header's usual first names: alg, typ, kid, enc, x5t.
          SensitiveForm.of(
                  SECRET,
                  row(
                      word("eyJ"),
                      either("hbGci", "0eXAi", "raWQi", "lbmMi", "4NXQi", "jdHki"),
                      run(TOKEN, 9)),
                  "eyj")
              .then(MORE_BASE64),
          pem("PRIVATE KEY-----"),
          pem("PRIVATE KEY BLOCK-----"),
          SensitiveForm.of(
                  SECRET,
                  row(
                      word("bearer"),
                      run(BLANKS, 1, 4),
                      new Shape.Meant(run("A-Za-z0-9._~+/=-", 20))),
                  "bearer")
              .then(MORE_BASE64),
          SensitiveForm.of(
              SECRET,
              row(
                  either(
                      "http",
                      "https",
                      "postgres",
                      "postgresql",
                      "mysql",
                      "mongodb",
                      "mongodb+srv",
                      "redis",
                      "rediss",
                      "amqp",
                      "amqps",
                      "ftp",
                      "sftp",
                      "ssh",
                      "smtp"),
                  word("://"),
                  new Shape.Meant(row(run("^/\\s:@", 0, 48), word(":"), run("^/\\s:@", 1, 64))),
                  word("@")),
              "://"),
          SensitiveForm.of(
                  SECRET,
                  row(
                      either(
                          row(word("api"), maybe(run("_ -", 1)), word("key")),
                          either(
                              "secret", "token", "password", "passwd", "pwd", "passcode", "pin")),
                      maybe(run("'\"", 1)),
                      either(
                          row(run(BLANKS, 1, 2), word("is"), run(BLANKS, 1, 2)),
                          row(run(BLANKS, 0, 2), run(":=", 1), run(BLANKS, 0, 2))),
                      maybe(run("'\"", 1)),
                      new Shape.Meant(
                          row(
                              run("^$" + VALUE_ENDS + BLANKS, 1),
                              run("^" + VALUE_ENDS + BLANKS, 3, 63)))),
                  "key",
                  "secret",
                  "token",
                  "pass",
                  "pwd",
                  "pin")
              .when(all(value -> value.chars().anyMatch(c -> c >= '0' && c <= '9')))
              .then(MORE_VALUE));

  static final List<SensitiveForm> PII =
      List.of(
          SensitiveForm.ended(
              "email",
              row(
                  run("a-z0-9._%+-", 1, 64),
                  word("@"),
                  run("a-z0-9", 1),
                  run("a-z0-9.-", 0, 62),
                  word("."),
                  run("a-z", 2, 24)),
              "@"),
          SensitiveForm.ended(
                  "iban",
                  row(
                      run("A-Z", 2),
                      run("0-9", 2),
                      new Shape.Times(row(maybe(word(" ")), run("A-Z0-9", 4)), 2, 7),
                      maybe(row(maybe(word(" ")), run("A-Z0-9", 1, 3)))),
                  DIGITS)
              .when(longestPart(Checksums::isIban)),
          SensitiveForm.ended(
                  "card",
                  either(
                      run("0-9", 13, 19),
                      row(
                          run("0-9", 4),
                          new Shape.Times(row(run(" -", 1), run("0-9", 4)), 3, 3),
                          maybe(row(run(" -", 1), run("0-9", 1, 3)))),
                      row(
                          run("0-9", 4),
                          run(" -", 1),
                          run("0-9", 6),
                          run(" -", 1),
                          run("0-9", 4, 5))),
                  DIGITS)
              .when(longestPart(Checksums::isCard)),
          SensitiveForm.of(
              "phone",
              "",
              row(word("+"), run("0-9", 1), run("0-9 ().-", 7, 17), run("0-9", 1)),
              "",
              "+"),
          SensitiveForm.ended(
              "phone",
              row(
                  word("0"),
                  run("0-9", 2, 4),
                  maybe(word(")")),
                  run(" ./-", 1),
                  run("0-9", 3, 4),
                  maybe(run(" .-", 1)),
                  run("0-9", 3, 5)),
              "0"),
          SensitiveForm.ended(
              "phone",
              row(
                  run("0-9", 3),
                  maybe(word(")")),
                  run(" .-", 1),
                  run("0-9", 3),
                  run(" .-", 1),
                  run("0-9", 4)),
              DIGITS),
          SensitiveForm.ended(
              "social_security",
              row(run("0-9", 3), word("-"), run("0-9", 2), word("-"), run("0-9", 4)),
              DIGITS));

  private SensitiveForms() {}

  private static SensitiveForm token(String prefix, String set, int chars) {
    return SensitiveForm.of(
            SECRET, row(word(prefix), run(set, chars)), prefix.toLowerCase(java.util.Locale.ROOT))
        .then(MORE_TOKEN);
  }

  /** The armour's first line and some of its body, then everything to the end of its last line. */
  private static SensitiveForm pem(String end) {
    return SensitiveForm.of(
            SECRET,
            "",
            row(
                word("-----BEGIN "),
                run("A-Z ", 0, 24),
                word(end),
                // A line's end, also as it is written inside JSON inside a text.
                either(run("\\r\\n", 1, 2), row(word("\\"), run("rn", 1))),
                run("\\\\\\r\\nA-Za-z0-9+/=:, -", 16)),
            "",
            "private key")
        .then(new Rest.Until(end, MAX_PEM_CHARS));
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static ToIntFunction<String> all(Predicate<String> check) {
    return match -> check.test(match) ? match.length() : 0;
  }

  /** A number may be followed by another that the pattern takes with it: whole groups count. */
  private static ToIntFunction<String> longestPart(Predicate<String> check) {
    return match -> {
      for (int end = match.length(); end > 0; end--) {
        boolean atBorder =
            end == match.length() || match.charAt(end) == ' ' || match.charAt(end) == '-';
        if (atBorder && check.test(match.substring(0, end))) {
          return end;
        }
      }
      return 0;
    };
  }
}
