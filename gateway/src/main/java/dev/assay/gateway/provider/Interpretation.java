package dev.assay.gateway.provider;

/**
 * A request in the words of another endpoint than its client's. Who made it knows how to make the
 * answer the client's again.
 */
public interface Interpretation {
  /** UTF-8 JSON for the provider; nobody changes it. */
  byte[] body();
}
