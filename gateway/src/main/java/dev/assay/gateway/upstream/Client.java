package dev.assay.gateway.upstream;

import dev.assay.gateway.provider.ClientHeaders;
import dev.assay.gateway.tracing.ExchangeTrace;

/**
 * Who waits for the answer, as far as it matters on the way.
 *
 * @param episode what keeps an affinity's target
 * @param limit how long it waits
 * @param headers what a provider may hear of it
 * @param trace told of every target that is tried
 */
public record Client(String episode, TimeLimit limit, ClientHeaders headers, ExchangeTrace trace) {

  /** One whose exchange is told to nobody. */
  public Client(String episode, TimeLimit limit, ClientHeaders headers) {
    this(episode, limit, headers, ExchangeTrace.untold(System.nanoTime()));
  }
}
