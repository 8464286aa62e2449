/** The log: for people or as JSON, on stderr, never with a credential or what was said. */
@NullMarked
package dev.assay.gateway.logging;

import org.jspecify.annotations.NullMarked;
