/** Turns a window of exchanges and feedback into a proposed change, or holds. */
@NullMarked
package dev.assay.learners.learning;

import org.jspecify.annotations.NullMarked;
