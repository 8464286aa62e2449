/** OpenAI's chat completions: what is read from them and written to them. */
@NullMarked
package dev.assay.gateway.dialect.chat;

import org.jspecify.annotations.NullMarked;
