/** Speaks to a running server's control plane, for the command line and the demo. */
@NullMarked
package dev.assay.gateway.client;

import org.jspecify.annotations.NullMarked;
