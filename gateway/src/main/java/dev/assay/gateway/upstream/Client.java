package dev.assay.gateway.upstream;

import dev.assay.gateway.provider.ClientHeaders;
import dev.assay.gateway.tracing.ExchangeTrace;
import java.util.Optional;

/**
 * Who waits for the answer, as far as it matters on the way.
 *
 * @param episode what keeps an affinity's target
 * @param limit how long it waits
 * @param headers what a provider may hear of it
 * @param trace told of every target that is tried
 * @param upload the body that it is sending; empty where that is here already
 */
public record Client(
    String episode,
    TimeLimit limit,
    ClientHeaders headers,
    ExchangeTrace trace,
    Optional<Upload> upload) {

  /** One whose exchange is told to nobody. */
  public Client(String episode, TimeLimit limit, ClientHeaders headers) {
    this(episode, limit, headers, ExchangeTrace.untold(System.nanoTime()), Optional.empty());
  }
}
