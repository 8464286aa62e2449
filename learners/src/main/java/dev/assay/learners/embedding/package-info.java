/** Turns short texts into unit vectors, in process and without the network. */
@NullMarked
package dev.assay.learners.embedding;

import org.jspecify.annotations.NullMarked;
