/** Reads and writes JSON exactly, and refuses by name what nobody took. */
@NullMarked
package dev.assay.gateway.dialect.json;

import org.jspecify.annotations.NullMarked;
