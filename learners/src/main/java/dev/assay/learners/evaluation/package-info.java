/** Measures a candidate release against the one it would replace. */
@NullMarked
package dev.assay.learners.evaluation;

import org.jspecify.annotations.NullMarked;
