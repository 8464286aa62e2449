/** Texts as vectors. */
@NullMarked
package dev.assay.learners.embedding;

import org.jspecify.annotations.NullMarked;
