package dev.assay.gateway.exchange;

import dev.assay.learners.journal.ExchangeContent;
import dev.assay.learners.scan.Scans;

/**
 * What is left of content where a tenant keeps it {@code redacted}: texts in which the scans find
 * something go whole, because half a secret is often enough.
 */
final class Redaction {
  private static final String GONE = "[redacted]";

  private Redaction() {}

  static ExchangeContent of(ExchangeContent content) {
    boolean cleanMessages = Scans.clean(content.messages());
    return new ExchangeContent(
        content.subject(),
        text(content.query()),
        cleanMessages ? content.messages() : "[]",
        text(content.answer()));
  }

  private static String text(String text) {
    return Scans.clean(text) ? text : GONE;
  }
}
