/** Assay commands as processes of their own, for the demo and the bench. */
@NullMarked
package dev.assay.gateway.child;

import org.jspecify.annotations.NullMarked;
