/** Learns in token space: keeps what people demonstrated and confirmed as examples. */
@NullMarked
package dev.assay.learners.examples;

import org.jspecify.annotations.NullMarked;
