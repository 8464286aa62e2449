@NullMarked
package dev.assay.policies.tenant;

import org.jspecify.annotations.NullMarked;
