/** What providers charge: a dated table of exact prices, and how one is read or imported. */
@NullMarked
package dev.assay.config.prices;

import org.jspecify.annotations.NullMarked;
