/** How a learned change is scanned, measured, judged, approved and served. Start at ChangeFlow. */
@NullMarked
package dev.assay.learners.changes;

import org.jspecify.annotations.NullMarked;
