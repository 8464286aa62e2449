/** How much of what people said is kept. */
@NullMarked
package dev.assay.learners.content;

import org.jspecify.annotations.NullMarked;
