/** What people thought of an exchange: recorded once, judged by policy, capped per person. */
@NullMarked
package dev.assay.learners.feedback;

import org.jspecify.annotations.NullMarked;
