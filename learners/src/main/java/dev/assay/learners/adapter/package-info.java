/**
 * Learns in weight space: has a provider train a low-rank adapter, and loads it where it serves.
 */
@NullMarked
package dev.assay.learners.adapter;

import org.jspecify.annotations.NullMarked;
