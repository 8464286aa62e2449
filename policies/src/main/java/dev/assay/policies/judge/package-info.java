/**
 * Facts in, a verdict out. Only this package can construct a {@link
 * dev.assay.policies.judge.Permitted}.
 */
@NullMarked
package dev.assay.policies.judge;

import org.jspecify.annotations.NullMarked;
