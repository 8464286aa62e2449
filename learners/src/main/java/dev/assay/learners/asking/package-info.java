/** Decides which answers people are asked about, with the probability of asking written down. */
@NullMarked
package dev.assay.learners.asking;

import org.jspecify.annotations.NullMarked;
