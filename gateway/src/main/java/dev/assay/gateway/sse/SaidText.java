package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;

/** A model's words as they come, bounded in what is kept of them. */
final class SaidText {
  private static final int MAX_CHARS = 1024 * 1024;

  private final StringBuilder text = new StringBuilder();
  private int pieces;

  void add(JsonNode piece) {
    if (!piece.isTextual() || piece.textValue().isEmpty()) {
      return;
    }
    pieces++;
    if (text.length() < MAX_CHARS) {
      text.append(piece.textValue());
    }
  }

  /** How many pieces came: about as many as tokens, where nobody counts. */
  int pieces() {
    return pieces;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
