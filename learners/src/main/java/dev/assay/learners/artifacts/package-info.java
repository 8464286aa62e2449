/** What is learned: content-addressed values. */
@NullMarked
package dev.assay.learners.artifacts;

import org.jspecify.annotations.NullMarked;
