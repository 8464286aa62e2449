/**
 * The database: durable writes by one FIFO writer, reads of one moment, and the feed of changes.
 */
@NullMarked
package dev.assay.learners.store;

import org.jspecify.annotations.NullMarked;
