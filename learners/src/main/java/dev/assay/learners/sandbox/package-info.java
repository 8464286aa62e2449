/** A small classifier that stands in for a language model, and the training of its adapters. */
@NullMarked
package dev.assay.learners.sandbox;

import org.jspecify.annotations.NullMarked;
