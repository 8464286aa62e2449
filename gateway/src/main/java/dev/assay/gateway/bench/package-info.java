/** Measures this gateway on this machine: start with {@link dev.assay.gateway.bench.Bench}. */
@NullMarked
package dev.assay.gateway.bench;

import org.jspecify.annotations.NullMarked;
