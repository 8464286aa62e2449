package dev.assay.gateway.dialect.neutral;

import java.util.Optional;

/** Where an image or a document comes from. */
public sealed interface Source {
  /** The bytes themselves, in Base64. */
  record Inline(String mediaType, String base64) implements Source {
    /** As a {@code data:} URL (RFC 2397). */
    public String dataUrl() {
      return "data:" + mediaType + ";base64," + base64;
    }
  }

  /** An address from which the provider fetches it. */
  record Remote(String url) implements Source {}

  /** The parts of a {@code data:} URL; empty when it is not one in Base64. */
  static Optional<Inline> ofDataUrl(String url) {
    int comma = url.indexOf(',');
    if (!url.startsWith("data:") || comma < 0) {
      return Optional.empty();
    }
    String head = url.substring("data:".length(), comma);
    if (!head.endsWith(";base64")) {
      return Optional.empty();
    }
    String mediaType = head.substring(0, head.length() - ";base64".length());
    return Optional.of(new Inline(mediaType, url.substring(comma + 1)));
  }
}
