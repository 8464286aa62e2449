package dev.assay.gateway.dialect.responses;

import dev.assay.gateway.dialect.neutral.Part;
import java.util.Optional;

/**
 * What Anthropic seals stands in {@code encrypted_content} under a word that tells it from OpenAI's
 * own, so that it goes back to its owner as it came.
 */
final class ResponsesSeals {
  private static final String SIGNED = "anthropic.signature.";
  private static final String REDACTED = "anthropic.redacted.";

  private ResponsesSeals() {}

  /** A thought; empty when it says nothing. */
  static Optional<Part> read(Optional<String> id, String text, String sealed) {
    if (sealed.startsWith(REDACTED)) {
      return Optional.of(new Part.SealedReasoning(sealed.substring(REDACTED.length())));
    }
    if (sealed.startsWith(SIGNED)) {
      String signature = sealed.substring(SIGNED.length());
      return Optional.of(new Part.Reasoning(Optional.empty(), text, signature));
    }
    if (sealed.isEmpty()) {
      // A name is worth something to who sealed under it only.
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(new Part.Reasoning(Optional.empty(), text, ""));
    }
    return Optional.of(new Part.Reasoning(id, text, sealed));
  }

  static String write(Optional<String> id, String seal) {
    return seal.isEmpty() || id.isPresent() ? seal : SIGNED + seal;
  }

  static String write(Part.SealedReasoning sealed) {
    return REDACTED + sealed.data();
  }
}
