/** Canonical JSON (RFC 8785) and the digests that name everything in Assay. */
@NullMarked
package dev.assay.policies.canonical;

import org.jspecify.annotations.NullMarked;
