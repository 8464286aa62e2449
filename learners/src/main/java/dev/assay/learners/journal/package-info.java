/** Every exchange: facts and decision, what was injected, who answered; content kept apart. */
@NullMarked
package dev.assay.learners.journal;

import org.jspecify.annotations.NullMarked;
