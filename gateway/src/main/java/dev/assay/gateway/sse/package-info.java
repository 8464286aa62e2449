/** Server-sent events: cut at their borders, read on the way, never rewritten. */
@NullMarked
package dev.assay.gateway.sse;

import org.jspecify.annotations.NullMarked;
