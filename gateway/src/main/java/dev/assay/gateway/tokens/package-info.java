/** Counts tokens where a provider does not: always an estimate, and always off the event loops. */
@NullMarked
package dev.assay.gateway.tokens;

import org.jspecify.annotations.NullMarked;
