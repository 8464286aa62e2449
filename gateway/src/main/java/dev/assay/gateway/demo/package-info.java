/** The whole loop on real data, played over HTTP: start with {@link dev.assay.gateway.demo.Demo}. */
@NullMarked
package dev.assay.gateway.demo;

import org.jspecify.annotations.NullMarked;
