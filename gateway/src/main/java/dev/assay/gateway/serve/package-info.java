/** The running server: its parts are wired by {@code new} here and nowhere else. */
@NullMarked
package dev.assay.gateway.serve;

import org.jspecify.annotations.NullMarked;
