package dev.assay.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;

/**
 * How sure a model was of its answer: by how much its tokens were likelier than the next ones that
 * could have stood in their place, as its {@code logprobs} tell. An answer is as sure as its least
 * sure token.
 */
final class AnswerMargin {
  /** A longer answer is judged by its beginning. */
  private static final int MAX_TOKENS = 64;

  private AnswerMargin() {}

  /**
   * The margin, in nats.
   *
   * @param choice one of an answer's choices
   * @return nothing where no token was given with another
   */
  static OptionalDouble of(JsonNode choice) {
    JsonNode tokens = choice.path("logprobs").path("content");
    if (!tokens.isArray()) {
      return OptionalDouble.empty();
    }
    OptionalDouble least = OptionalDouble.empty();
    for (int i = 0; i < Math.min(MAX_TOKENS, tokens.size()); i++) {
      OptionalDouble margin = ofToken(tokens.get(i));
      if (margin.isPresent() && (least.isEmpty() || margin.getAsDouble() < least.getAsDouble())) {
        least = margin;
      }
    }
    return least;
  }

  private static OptionalDouble ofToken(JsonNode token) {
    String chosen = token.path("token").asText();
    OptionalDouble next = OptionalDouble.empty();
    for (JsonNode other : token.path("top_logprobs")) {
      if (!other.path("token").asText().equals(chosen)
          && (next.isEmpty() || other.path("logprob").asDouble() > next.getAsDouble())) {
        next = OptionalDouble.of(other.path("logprob").asDouble());
      }
    }
    if (next.isEmpty() || !token.path("logprob").isNumber()) {
      return OptionalDouble.empty();
    }
    double margin = token.path("logprob").doubleValue() - next.getAsDouble();
    return Double.isFinite(margin) ? OptionalDouble.of(margin) : OptionalDouble.empty();
  }
}
