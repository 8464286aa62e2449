package dev.assay.policies.engine;

/**
 * One piece of Rego source.
 *
 * @param text as written; for a string only its opening quote, as its content says nothing here
 * @param line 1 for the first line
 */
record RegoToken(Kind kind, String text, int line) {
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    SYMBOL
  }

  boolean is(String symbolOrName) {
    return kind != Kind.STRING && text.equals(symbolOrName);
  }

  boolean opens() {
    return kind == Kind.SYMBOL && (is("(") || is("[") || is("{"));
  }

  boolean closes() {
    return kind == Kind.SYMBOL && (is(")") || is("]") || is("}"));
  }
}
