/**
 * Chooses and renders what a release injects into a request. Pure, so that what is evaluated is
 * what is served.
 */
@NullMarked
package dev.assay.learners.serving;

import org.jspecify.annotations.NullMarked;
