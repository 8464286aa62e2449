/** A tenant is its policy file: what the file may say, read and checked whole. */
@NullMarked
package dev.assay.policies.tenant;

import org.jspecify.annotations.NullMarked;
