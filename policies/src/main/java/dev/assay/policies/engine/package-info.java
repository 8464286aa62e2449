/** The engines that evaluate Rego: compiled to Wasm in this process, or a running OPA server. */
@NullMarked
package dev.assay.policies.engine;

import org.jspecify.annotations.NullMarked;
