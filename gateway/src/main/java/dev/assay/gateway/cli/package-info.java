/**
 * The words of the command line. All but serve, sandbox, demo and bench are a client of the control
 * plane.
 */
@NullMarked
package dev.assay.gateway.cli;

import org.jspecify.annotations.NullMarked;
