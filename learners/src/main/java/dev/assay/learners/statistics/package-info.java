/** How sure a handful of labelled rows can make anyone: pure functions over small arrays. */
@NullMarked
package dev.assay.learners.statistics;

import org.jspecify.annotations.NullMarked;
