/** What chat completions and responses, both OpenAI's, say in the same words. */
@NullMarked
package dev.assay.gateway.dialect.openai;

import org.jspecify.annotations.NullMarked;
