package dev.assay.learners.store;

import org.jspecify.annotations.Nullable;

/**
 * What a write gave, now that it is on disk.
 *
 * @param sequence its place in the order of commits since this database was opened, from 1
 */
public record Committed<T extends @Nullable Object>(T value, long sequence) {}
