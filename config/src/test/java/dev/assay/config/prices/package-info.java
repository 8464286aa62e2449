/** Tests of the price table. */
@NullMarked
package dev.assay.config.prices;

import org.jspecify.annotations.NullMarked;
