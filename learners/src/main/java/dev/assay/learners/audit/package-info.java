/** What was done, by whom, in a form that shows when it was altered. */
@NullMarked
package dev.assay.learners.audit;

import org.jspecify.annotations.NullMarked;
