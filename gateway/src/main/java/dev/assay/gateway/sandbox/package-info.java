/** The HTTP face of the sandbox model: a stand-in with the shapes of OpenAI's and vLLM's APIs. */
@NullMarked
package dev.assay.gateway.sandbox;

import org.jspecify.annotations.NullMarked;
