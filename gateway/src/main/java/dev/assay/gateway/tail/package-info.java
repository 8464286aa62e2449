/** Exchanges as they end, for whoever watches from a terminal: bounded, and without content. */
@NullMarked
package dev.assay.gateway.tail;

import org.jspecify.annotations.NullMarked;
