package dev.assay.gateway.upstream;

import dev.assay.gateway.provider.ClientHeaders;

/**
 * Who waits for the answer, as far as it matters on the way.
 *
 * @param episode what keeps an affinity's target
 * @param limit how long it waits
 * @param headers what a provider may hear of it
 */
public record Client(String episode, TimeLimit limit, ClientHeaders headers) {}
