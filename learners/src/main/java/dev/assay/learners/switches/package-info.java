/** Kill switches: what a person can stop for a tenant at once. */
@NullMarked
package dev.assay.learners.switches;

import org.jspecify.annotations.NullMarked;
