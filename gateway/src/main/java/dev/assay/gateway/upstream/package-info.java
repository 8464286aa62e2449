/** Sends what was permitted to a provider, and nothing else. */
@NullMarked
package dev.assay.gateway.upstream;

import org.jspecify.annotations.NullMarked;
