/** What a learned artifact must not carry: secrets, personal data, instructions posing as data. */
@NullMarked
package dev.assay.learners.scan;

import org.jspecify.annotations.NullMarked;
