/** Secrets, personal data and posed instructions in what passes: flagged, put out, or blocked. */
@NullMarked
package dev.assay.gateway.content;

import org.jspecify.annotations.NullMarked;
