/**
 * One request's way through the gateway: start with {@link
 * dev.assay.gateway.exchange.ExchangeFlow}.
 */
@NullMarked
package dev.assay.gateway.exchange;

import org.jspecify.annotations.NullMarked;
