/** Whose key made what a provider keeps: files, batches, stored responses. */
@NullMarked
package dev.assay.learners.objects;

import org.jspecify.annotations.NullMarked;
