/** Anthropic's messages: what is read from them and written to them. */
@NullMarked
package dev.assay.gateway.dialect.messages;

import org.jspecify.annotations.NullMarked;
