@NullMarked
package dev.assay.config.yaml;

import org.jspecify.annotations.NullMarked;
