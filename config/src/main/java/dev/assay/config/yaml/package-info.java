/** A strict reader of YAML files that knows where everything stands and reports every mistake. */
@NullMarked
package dev.assay.config.yaml;

import org.jspecify.annotations.NullMarked;
