package dev.assay.gateway.dialect.neutral;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an answer must know of its request.
 *
 * @param body as the client wrote it
 * @param nowSeconds since 1970, for answers of providers that don't say
 */
public record Asked(Conversation conversation, ObjectNode body, long nowSeconds) {
  /** The provider's time, or else now. */
  public long created(long providerSeconds) {
    return providerSeconds > 0 ? providerSeconds : nowSeconds;
  }
}
