package dev.assay.learners.serving;

/**
 * A size estimate in tokens that never needs a model's tokenizer: four characters of English a
 * token, rounded up. Budgets are set with it, usage is never reported from it.
 */
final class Tokens {
  private static final int CHARS_PER_TOKEN = 4;

  private Tokens() {}

  static int estimate(String text) {
    return (text.length() + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
  }
}
