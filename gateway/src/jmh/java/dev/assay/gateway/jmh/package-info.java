/** The parts of the request path, each measured alone: {@code mvn -Pjmh verify}. */
@NullMarked
package dev.assay.gateway.jmh;

import org.jspecify.annotations.NullMarked;
