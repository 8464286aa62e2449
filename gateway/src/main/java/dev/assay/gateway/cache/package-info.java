/** Answers that are given again to exactly the same request of the same tenant. */
@NullMarked
package dev.assay.gateway.cache;

import org.jspecify.annotations.NullMarked;
