/** What a tenant is served with: numbered, immutable sets of artifacts. */
@NullMarked
package dev.assay.learners.releases;

import org.jspecify.annotations.NullMarked;
