/** Limits of requests, tokens, concurrency and money, kept while requests are served; and usage. */
@NullMarked
package dev.assay.learners.spending;

import org.jspecify.annotations.NullMarked;
