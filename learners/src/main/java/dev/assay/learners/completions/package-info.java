/** The one port by which learning calls a model: through the gateway's own request flow. */
@NullMarked
package dev.assay.learners.completions;

import org.jspecify.annotations.NullMarked;
