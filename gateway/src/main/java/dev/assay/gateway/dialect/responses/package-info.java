/** OpenAI's responses: what is read from them and written to them. */
@NullMarked
package dev.assay.gateway.dialect.responses;

import org.jspecify.annotations.NullMarked;
