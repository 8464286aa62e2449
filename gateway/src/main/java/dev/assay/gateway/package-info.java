/** The gateway: bytes in, bytes out. */
@NullMarked
package dev.assay.gateway;

import org.jspecify.annotations.NullMarked;
