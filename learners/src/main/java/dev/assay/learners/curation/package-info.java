/** Decides which of what people said is believed. */
@NullMarked
package dev.assay.learners.curation;

import org.jspecify.annotations.NullMarked;
