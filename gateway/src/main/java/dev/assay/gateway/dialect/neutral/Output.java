package dev.assay.gateway.dialect.neutral;

import org.jspecify.annotations.Nullable;

/**
 * What the answer is like.
 *
 * @param verbosity low, medium or high
 */
public record Output(
    @Nullable Said<OutputFormat> format, @Nullable Said<String> verbosity, Thinking thinking) {}
