package dev.assay.gateway.dialect.messages;

import dev.assay.gateway.dialect.neutral.Part;
import java.util.Optional;

/**
 * A thought's signature, beside which the name that another API gave it must have room: its owner
 * wants both back.
 */
final class Seals {
  /** Stands in no Base64, so not in Anthropic's own signatures. */
  private static final char BORDER = '~';

  private Seals() {}

  static Part.Reasoning read(String text, String signature) {
    int border = signature.indexOf(BORDER);
    return border < 0
        ? new Part.Reasoning(Optional.empty(), text, signature)
        : new Part.Reasoning(
            Optional.of(signature.substring(0, border)), text, signature.substring(border + 1));
  }

  static String signature(Optional<String> id, String seal) {
    return seal.isEmpty() ? "" : id.map(name -> name + BORDER + seal).orElse(seal);
  }
}
