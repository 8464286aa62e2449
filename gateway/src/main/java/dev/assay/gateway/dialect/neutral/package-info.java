/** What all three APIs mean: conversations, answers, the events of a stream, errors. */
@NullMarked
package dev.assay.gateway.dialect.neutral;

import org.jspecify.annotations.NullMarked;
