/**
 * Serves a client of one model API by a provider that speaks another: chat completions, responses,
 * messages.
 */
@NullMarked
package dev.assay.gateway.dialect;

import org.jspecify.annotations.NullMarked;
