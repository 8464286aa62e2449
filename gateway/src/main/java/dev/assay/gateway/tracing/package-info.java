/** What one exchange went through and when, and where that is told: spans, never with content. */
@NullMarked
package dev.assay.gateway.tracing;

import org.jspecify.annotations.NullMarked;
